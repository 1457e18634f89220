# Inside the sandbox: prepares the scratch space, sets the limits that hold from here on, and becomes the command.
# usage: start SETUP FILE_SIZE_BLOCKS TASKS COMMAND...     (blocks of 512 bytes, as POSIX has it; TASKS may be empty)
exec 2>&9 9>&-
eval "$1" || exit 125
ulimit -f "$2"
ulimit -n 1024
if [ "$3" != "" ]; then
    # dash and busybox call it -p, bash -u.
    ulimit -p "$3" 2>/dev/null || ulimit -u "$3"
fi
shift 3
exec "$@"
