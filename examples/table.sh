# Prints a small multiplication table.
for i in 1 2 3 4 5; do
    for j in 1 2 3 4 5; do
        printf '%4d' $((i * j))
    done
    printf '\n'
done
