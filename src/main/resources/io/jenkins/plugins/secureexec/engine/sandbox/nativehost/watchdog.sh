# Outlives the JVM that started it: stdin ends when the JVM does, however it does, and then nothing of its may be left.
# usage: watchdog RUNTIME_DIRECTORY [CGROUP_DIRECTORY...]
trap '' HUP INT TERM
read -r _
runtime=$1
shift
tries=0
while [ $tries -lt 100 ]; do
    left=
    for own in "$@"; do
        [ -d "$own" ] || continue
        for group in "$own"/*/ "$own/"; do
            [ -d "$group" ] || continue
            [ -e "${group}cgroup.kill" ] && echo 1 >"${group}cgroup.kill"
            while read -r pid; do
                kill -9 "$pid"
            done <"${group}cgroup.procs"
            rmdir "$group" || left=yes
        done
    done 2>/dev/null
    [ "$left" = "" ] && break
    tries=$((tries + 1))
    sleep 0.1
done
rm -rf "$runtime"
