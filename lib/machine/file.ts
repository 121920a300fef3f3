/** A file as it will lie on the machine. */
export interface MachineFile {
  readonly path: string;
  readonly content: string;
}
