# The one guard of every program that make-video starts: the program does not outlive its parent,
# however the parent ends. Run as `sh -c THIS name RECORD GROUP MEMORY program arguments...` by
# the JVM, and as a file by the start script for its build.
#
#   standard input  a pipe of which only the parent holds the other end. A line asks the program to
#                   end (TERM); the pipe's end, which comes also when the parent is killed with -9,
#                   kills the program's whole process group.
#   RECORD          a file to which the program's process id is appended, or empty
#   GROUP           own: the command begins with setsid; job: there is none, and the shell's job
#                   control gives the program a group
#   MEMORY          a bound in KiB on what it may have of its own, where the shell knows one; or empty
#
# The exit code is the program's.
record=$1 group=$2 memory=$3
shift 3
[ -z "$memory" ] || ulimit -d "$memory" 2>/dev/null
exec 3<&0 </dev/null
# A signal to the parent's group or terminal reaches this shell too where there is no setsid.
# Caught, not ignored: what is ignored here would be ignored by the program as well.
trap : HUP INT QUIT TERM
[ "$group" = own ] || set -m
"$@" 3<&- &
c=$!
[ "$group" = own ] || set +m
{
  trap '' HUP INT QUIT TERM
  if read -r x; then
    kill -s TERM -- "-$c" || kill -s TERM "$c"
    read -r x
  fi
  kill -s KILL -- "-$c"
  kill -s KILL "$c"
  kill -s KILL -- "-$c"
} <&3 3<&- >/dev/null 2>&1 &
g=$!
exec 3<&-
[ -z "$record" ] || echo "$c" >>"$record"
while :; do
  wait "$c" 2>/dev/null
  s=$?
  kill -0 "$c" 2>/dev/null || break
done
kill -s KILL "$g" 2>/dev/null
wait "$g" 2>/dev/null
kill -s KILL -- "-$c" 2>/dev/null
exit "$s"
