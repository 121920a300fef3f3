interface Wait {
  readonly seen: Set<string>;
  receive(uniqueId: string, status: string): void;
}

/** Creation policies: a resource is complete only when its signals have come. */
export class Signals {
  private readonly waits = new Map<string, Wait>();

  expect(key: string, { count, timeoutSeconds }: { count: number; timeoutSeconds: number }): Promise<void> {
    const waiting = new Promise<void>((done, fail) => {
      const timer = setTimeout(() => {
        fail(new Error(`Failed to receive ${count} resource signal(s) within the specified duration`));
      }, timeoutSeconds * 1000);
      timer.unref();
      const seen = new Set<string>();
      const finish = (error?: Error) => {
        clearTimeout(timer);
        this.waits.delete(key);
        if (error) fail(error);
        else done();
      };
      this.waits.set(key, {
        seen,
        receive(uniqueId, status) {
          if (status === 'FAILURE')
            return finish(new Error(`Received FAILURE signal with UniqueId ${uniqueId}`));
          seen.add(uniqueId);
          if (seen.size >= count) finish();
        },
      });
    });
    // The creation itself may fail first; then nobody is left to hear of the time-out.
    waiting.catch(() => undefined);
    return waiting;
  }

  receive(key: string, uniqueId: string, status: string): boolean {
    const wait = this.waits.get(key);
    wait?.receive(uniqueId, status);
    return wait !== undefined;
  }
}
