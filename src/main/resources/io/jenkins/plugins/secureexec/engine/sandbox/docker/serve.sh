# The first process of a container, and so its init: waits on stdin for one stage, runs it, reaps what the program leaves
# to it, and ends with the program's exit code. The snippet has the same user and may look at this process: it has no
# open files but 0, 1 and 2, and of all signals only SIGUSR1 does anything, which kills the sender as well.
# Only what dash, bash and busybox's ash have in common, with dd and chmod.

# At the time limit: a signal to init reaches no one else, and SIGTERM is for all that the program started.
trap 'kill -TERM -1' USR1
# End of file: nobody wants this container any more.
IFS= read -r stage || exit 0
# Sets end, file, file_bytes, stdin_bytes, setup, file_size_blocks, environment, and the command as $@.
eval "$stage"

# dd takes exactly so many bytes and leaves the rest of the stream alone, which busybox's head does not; not every dd
# has count_bytes, so the last block is one of its own size.
take() {
    whole=$(($2 / 65536))
    rest=$(($2 % 65536))
    : >"$1"
    if [ $whole -gt 0 ]; then
        dd bs=65536 count=$whole iflag=fullblock >>"$1" 2>/dev/null || return 1
    fi
    if [ $rest -gt 0 ]; then
        dd bs=$rest count=1 iflag=fullblock >>"$1" 2>/dev/null || return 1
    fi
}
cd /tmp && take "$file" "$file_bytes" && chmod 755 "$file" && eval "$setup" || exit 125
stdin=/dev/null
if [ "$stdin_bytes" -gt 0 ]; then
    stdin=.stdin
    take .stdin "$stdin_bytes" || exit 125
fi
# All that comes after this line is the program's.
echo "secure-exec: start"
(
    exec <"$stdin" || exit 125
    [ "$stdin" = /dev/null ] || rm "$stdin"
    ulimit -f "$file_size_blocks"
    eval "$environment"
    exec "$@"
) &
program=$!
exec 2>/dev/null
# A signal interrupts wait; only when the program is gone is it the program's code.
while :; do
    wait $program
    code=$?
    kill -0 $program || break
done
# What the program left running goes, and with it all that could still write. The marker tells the sandbox to read the
# last numbers of the control group, which the container takes with it, and to let go: the streams themselves end no
# sooner than the container.
kill -9 -1
printf %s "$end"
IFS= read -r _
exit "$code"
