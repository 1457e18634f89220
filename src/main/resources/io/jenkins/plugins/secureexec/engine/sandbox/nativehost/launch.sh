# Waits in its control groups, then becomes bubblewrap with the open files that it needs. Moving a process between
# control groups takes the kernel some ten milliseconds (an RCU grace period), so that is done ahead of time; the first
# line of stdin says whose launch it is, and what follows it is the snippet's stdin. From there to the snippet's first
# instruction whatever goes wrong is printed to $dir/errors, which the snippet cannot reach: 9 is its own stderr.
# usage: launch HOST_ID BWRAP [JOIN_FILE...]
set -eu
host_id=$1 bwrap=$2
shift 2
for join in "$@"; do
    echo $$ >"$join"
done
ulimit -c 0
read -r dir
exec 9>&2 2>"$dir/errors"
. "$dir/command"
exec 3<"$dir/arguments" 4<"$dir/filter" 5>"$dir/status" 6<"$dir/code"
if [ "$host_id" != "" ]; then
    exec setpriv --reuid "$host_id" --regid "$host_id" --clear-groups --no-new-privs --inh-caps -all \
        "$bwrap" --args 3 -- "$@"
fi
exec "$bwrap" --args 3 -- "$@"
