const UNIT = '/run/systemd/system/kitte-sync.service.d';

/** The machine puts its own files right within half a minute: while they are broken its sync runs, and does nothing. */
export function stillness(program: 'true' | 'false'): string {
  return `mkdir -p ${UNIT}; printf '[Service]\\nExecStart=\\nExecStart=/bin/${program}\\n' >${UNIT}/still.conf; systemctl daemon-reload`;
}

/** Its sync is its own again. */
export const movement = `rm -rf ${UNIT}; systemctl daemon-reload`;
