import { execFile } from 'node:child_process';

import type { Fleet, FleetInstance } from '../../lib/local-aws';
import type { ScriptEnd } from '../../lib/local-aws/fleet';

/** timeout(1): the time was up. */
const TIME_IS_UP = 124;

/** Boots nothing; writes down what it was told, and lets a test answer for the machine. */
export class NullFleet implements Fleet {
  readonly calls: string[] = [];
  readonly running = new Map<string, FleetInstance>();

  constructor(private readonly booted: (instance: FleetInstance) => void = () => undefined) {}

  start(instance: FleetInstance): Promise<void> {
    this.running.set(instance.id, instance);
    setImmediate(() => this.booted(instance));
    return this.note(`start ${instance.userData()}`);
  }

  stop(): Promise<void> {
    return this.note('stop');
  }

  terminate(id: string): Promise<void> {
    this.running.delete(id);
    return this.note('terminate');
  }

  associate(publicIp: string): Promise<void> {
    return this.note(`associate ${publicIp}`);
  }

  disassociate(publicIp: string): Promise<void> {
    return this.note(`disassociate ${publicIp}`);
  }

  attachVolume(): Promise<void> {
    return this.note('attach volume');
  }

  detachVolume(_id: string, _volumeId: string, force: boolean): Promise<void> {
    return this.note(`detach volume${force ? ' by force' : ''}`);
  }

  resizeVolume(_id: string, sizeGiB: number): Promise<void> {
    return this.note(`resize volume to ${sizeGiB}`);
  }

  deleteVolume(): Promise<void> {
    return this.note('delete volume');
  }

  setInboundPorts(_id: string, ports: readonly number[]): Promise<void> {
    return this.note(`ports ${ports.join(',')}`);
  }

  /** There is no machine: by the shell of this one, whose tools are the same. */
  runScript(_id: string, script: string, timeoutSeconds: number): Promise<ScriptEnd> {
    const argv = [String(timeoutSeconds), 'sh', '-c', script];
    return new Promise((done) => {
      const child = execFile(
        'timeout',
        argv,
        { env: { PATH: process.env['PATH'] } },
        (error, stdout, stderr) => {
          const exitCode = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
          done({ exitCode, stdout, stderr, timedOut: exitCode === TIME_IS_UP });
        },
      );
      child.stdin?.end();
    });
  }

  private note(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }
}
