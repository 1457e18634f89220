# Becomes bubblewrap, in the control groups and with the open files that it needs. What goes wrong from here to the
# snippet's first instruction is printed to $dir/errors, which the snippet cannot reach: 9 is its own stderr.
# usage: launch DIRECTORY HOST_ID BWRAP JOIN_FILE_COUNT [JOIN_FILE...] COMMAND...
set -eu
dir=$1 host_id=$2 bwrap=$3 joins=$4
shift 4
exec 9>&2 2>"$dir/errors"
while [ "$joins" -gt 0 ]; do
    echo $$ >"$1"
    joins=$((joins - 1))
    shift
done
exec 3<"$dir/arguments" 4<"$dir/filter" 5>"$dir/status" 6<"$dir/code"
ulimit -c 0
if [ "$host_id" != "" ]; then
    exec setpriv --reuid "$host_id" --regid "$host_id" --clear-groups --no-new-privs --inh-caps -all \
        "$bwrap" --args 3 -- "$@"
fi
exec "$bwrap" --args 3 -- "$@"
