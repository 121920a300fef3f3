import { cacheDirectory } from '../../lib/cli/cache-directory';
import { MACHINE_PACKAGES } from '../../lib/machine/packages';
import { keptModels } from '../../lib/rehearsal/image/images';

/** AWS's models, where a rehearsal has put them; elsewhere those of the SDK's clients judge alone. */
export async function models(): Promise<{ models?: string }> {
  const directory = await keptModels(cacheDirectory(process.env), MACHINE_PACKAGES);
  return directory === undefined ? {} : { models: directory };
}
