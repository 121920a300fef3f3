import { existsSync } from 'node:fs';
import { run } from '../shell';

/** Major number of loop devices, fixed in Linux. */
const MAJOR = 7;

export interface Loop {
  readonly device: string;
  /** As mountinfo(5) and mknod(1) write it. */
  readonly major: number;
  readonly minor: number;
}

/** Makes a block device of a file. Another run may take the same free one in between: then the next. */
export async function loopOf(file: string, attempts = 10): Promise<Loop> {
  const device = (await run(['losetup', '--find'])).stdout.trim();
  const minor = Number(/\d+$/.exec(device)?.[0]);
  // In a container of its own a host may have fewer nodes than the kernel has devices.
  if (!existsSync(device)) await run(['mknod', device, 'b', String(MAJOR), String(minor)]);
  try {
    await run(['losetup', device, file]);
  } catch (error) {
    if (attempts <= 1) throw error;
    return loopOf(file, attempts - 1);
  }
  return { device, major: MAJOR, minor };
}

/** The kernel ends it when nobody holds it any more. */
export async function endLoop(device: string): Promise<void> {
  await run(['losetup', '--detach', device]).catch(() => undefined);
}

/** Devices whose file is, or was, below this directory. */
export async function loopsBelow(directory: string): Promise<string[]> {
  const { stdout } = await run(['losetup', '--list', '--noheadings', '--raw', '--output', 'NAME,BACK-FILE']);
  return stdout
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([device, file]) => (device && file?.startsWith(`${directory}/`) ? [device] : []));
}
