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
  if [ -n "${LICTOR_TOKEN:-}" ]; then
    if [ -s "$data/enrolment.json" ]; then
      say "this machine is introduced to a console already; the token was not used"
      rm -f "$settings"
    elif enrol_agent "$root" "$data" "$user"; then
      rm -f "$settings"
    else
      say "installed, but not introduced to a console: the line above says why"
    fi
  fi
  [ -s "$data/enrolment.json" ] || say "next: LICTOR_TOKEN=TOKEN lictor-agent enrol --server ADDRESS, then systemctl start lictor-agent"
  [ -d /run/systemd/system ] || return 0
  # The package is installed, whatever systemd says: a unit that is masked must not leave it half configured.
  systemctl daemon-reload || say "systemd did not read its units anew"
  [ -n "$replaced" ] || systemctl enable --quiet lictor-agent.service || say "the service was not switched on"
  [ -s "$data/enrolment.json" ] || return 0
  if systemctl is-enabled --quiet lictor-agent.service || systemctl is-active --quiet lictor-agent.service; then
    systemctl restart lictor-agent.service || say "the service did not start: journalctl -u lictor-agent says why"
  fi
}

# Before the last version goes.
before_removal() {
  if [ -d /run/systemd/system ]; then systemctl disable --now --quiet lictor-agent.service || true; fi
}

# After it went: what updates brought and the pointers go too; the data stays.
after_removal() {
  rm -rf /opt/lictor-agent
  if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
}

forget_everything() {
  rm -rf /var/lib/lictor-agent /etc/lictor-agent
  if id lictor-agent >/dev/null 2>&1; then userdel lictor-agent || true; fi
}
