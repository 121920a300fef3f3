/** A file of a machine's disk, by its path from the root. */
export type Files = Readonly<Record<string, string>>;

/** Says when it was over: nothing may have been unpacked before. */
export const RELEASED = '/var/lib/packages-released';
const PROGRAM = '/usr/local/sbin/hold-packages';
const UNIT = '/etc/systemd/system/hold-packages.service';

/**
 * Another is at the packages when a machine comes up for the first time, as Debian's own upgrades of a fresh image may be: it
 * holds the locks of apt and dpkg, by fcntl as they do.
 */
export function heldPackages(seconds: number): Files {
  return {
    [PROGRAM]: `import fcntl, pathlib, subprocess, time

files = [open(f"/var/lib/{path}", "w") for path in ("dpkg/lock-frontend", "dpkg/lock", "apt/lists/lock")]
for file in files:
    fcntl.lockf(file, fcntl.LOCK_EX)
subprocess.run(["systemd-notify", "--ready"], check=True)
time.sleep(${String(seconds)})
pathlib.Path("${RELEASED}").touch()
`,
    [UNIT]: `[Unit]
Description=Another at the packages
DefaultDependencies=no
ConditionPathExists=!${RELEASED}
After=local-fs.target
Before=cloud-init-local.service

[Service]
Type=notify
NotifyAccess=all
ExecStart=/usr/bin/python3 ${PROGRAM}
`,
    ['/etc/systemd/system/sysinit.target.d/packages.conf']: '[Unit]\nWants=hold-packages.service\n',
  };
}
