# After a package is unpacked: $1 the version it carries. Which one it replaces stands in a file: rpm tells its scripts nothing of it.
after_install() {
  root=/opt/lictor-agent data=/var/lib/lictor-agent user=lictor-agent settings=/etc/lictor-agent/enrol.conf
  ensure_user "$user" "$data"
  prepare_folders "$root" "$data" "$user"
  replaced=$(cat "$root/packaged" 2>/dev/null || true) direction=
  if [ -n "$replaced" ] && is_newer "$replaced" "$1"; then direction=downgrade; fi
  use_version "$root" "$1" "$user" "$direction"
  write_pointer "$root/packaged" "$1" ''
  read_enrolment_file "$settings"
  if [ -n "${LICTOR_TOKEN:-}" ] && [ ! -s "$data/enrolment.json" ]; then
    if enrol_agent "$root" "$data" "$user"; then
      rm -f "$settings"
    else
      say "installed, but not introduced to a console: the line above says why"
    fi
  fi
  [ -d /run/systemd/system ] || return 0
  systemctl daemon-reload
  [ -n "$replaced" ] || systemctl enable --quiet lictor-agent.service
  if [ ! -s "$data/enrolment.json" ]; then
    say "next: LICTOR_TOKEN=TOKEN lictor-agent enrol --server ADDRESS, then systemctl start lictor-agent"
  elif systemctl is-enabled --quiet lictor-agent.service; then
    systemctl restart lictor-agent.service
  fi
}

# Before the last version goes.
before_removal() {
  if [ -d /run/systemd/system ]; then systemctl disable --now --quiet lictor-agent.service || true; fi
}

# After it went: what updates brought and the pointers go too; the data stays.
after_removal() {
  rm -rf /opt/lictor-agent
  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
}

forget_everything() {
  rm -rf /var/lib/lictor-agent /etc/lictor-agent
  if id lictor-agent >/dev/null 2>&1; then userdel lictor-agent || true; fi
}
