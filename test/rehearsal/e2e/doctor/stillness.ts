/** The machine puts its own files right within half a minute: while they are broken its sync runs, and does nothing. */
export function stillness(program: 'true' | 'false'): string {
  const unit = '/run/systemd/system/kitte-sync.service.d';
  return `mkdir -p ${unit}; printf '[Service]\\nExecStart=\\nExecStart=/bin/${program}\\n' >${unit}/still.conf; systemctl daemon-reload`;
}
