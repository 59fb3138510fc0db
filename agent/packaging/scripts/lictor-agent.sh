#!/bin/sh
# The version of the agent that is in use, as the user that the service has, with the data of the service.
root=/opt/lictor-agent
read -r version <"$root/current" || exit 1
program=$root/versions/$version/lictor-agent
[ "$(id -u)" = 0 ] || exec "$program" "$@"
XDG_STATE_HOME=/var/lib exec setpriv --reuid=lictor-agent --regid=lictor-agent --clear-groups "$program" "$@"
