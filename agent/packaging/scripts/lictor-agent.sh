#!/bin/sh
# The version of the agent that is in use, as the user that the service has, with the data of the service.
root=/opt/lictor-agent
read -r version <"$root/current" || exit 1
program=$root/versions/$version/lictor-agent
[ "$(id -u)" = 0 ] || exec "$program" "$@"
export XDG_STATE_HOME=/var/lib
# Root, where `systemctl edit` said so.
[ "$(systemctl show --property=User --value lictor-agent.service 2>/dev/null)" != root ] || exec "$program" "$@"
exec setpriv --reuid=lictor-agent --regid=lictor-agent --clear-groups "$program" "$@"
