# The first process of a container, and so its init: waits on stdin for one stage, runs it, reaps what the program leaves
# to it, and ends with the program's exit code. The snippet has the same user, but no signal of its reaches pid 1.
# Only what dash, bash and busybox's ash have in common, with dd and chmod.
exec 3<&0 4>&1 5>&2 </dev/null >/dev/null 2>&1
# The time limit's signal is for all that the program started.
trap 'kill -TERM -1' TERM
# End of file: nobody wants this container any more.
IFS= read -r stage <&3 || exit 0
# Sets end, file, file_bytes, stdin_bytes, setup, file_size_blocks, environment, and the command as $@.
eval "$stage"

# dd takes exactly so many bytes and leaves the rest of the stream alone, which busybox's head does not.
take() {
    dd of="$1" bs=65536 count="$2" iflag=fullblock,count_bytes <&3
}
cd /tmp && take "$file" "$file_bytes" && chmod 755 "$file" && eval "$setup" || exit 125
if [ "$stdin_bytes" -gt 0 ]; then
    take .stdin "$stdin_bytes" && exec <.stdin && rm .stdin || exit 125
fi
exec 6<&0
# All that comes after this line is the program's.
echo "secure-exec: start" >&4
(
    exec <&6 >&4 2>&5 3<&- 4>&- 5>&- 6<&-
    ulimit -f "$file_size_blocks"
    eval "$environment"
    exec "$@"
) &
program=$!
# A signal interrupts wait; only when the program is gone is it the program's code.
while :; do
    wait $program
    code=$?
    kill -0 $program || break
done
# What the program left running goes, and with it all that could still write. The marker after the last byte of both
# streams tells the sandbox to read the last numbers of the control group, which the container takes with it, and to let
# go: the streams themselves end no sooner than the container.
kill -9 -1
printf %s "$end" >&4
printf %s "$end" >&5
IFS= read -r _ <&3
exit $code
