import { installed, type Service } from '../service';

/** Puts packages in place, behind a fence, and spares them what they need not do. */
export const packages: Service = {
  name: 'packages',
  files: ['ucf', 'py3compile'].map((name) => ({
    ...installed('packages', `spared-${name}.sh`, `/usr/local/lib/kitte/spared/${name}`),
    mode: '755',
  })),
  units: [{ name: 'kitte-install.service', errand: true }],
  commands: { install: 'install:main' },
};
