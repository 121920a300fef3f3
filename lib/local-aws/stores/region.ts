import { ApiError } from '../errors';
import type { AccountOptions } from '../fleet';

/** What the region offers, whatever the account has. */
export class Region {
  constructor(private readonly options: AccountOptions) {}

  get availabilityZones(): readonly string[] {
    return ['a', 'b', 'c'].map((letter) => `${this.options.region}${letter}`);
  }

  zonesOffering(instanceType: string): readonly string[] {
    const lacking = this.options.lackingTypes?.[instanceType] ?? [];
    return this.availabilityZones.filter((zone) => !lacking.includes(zone));
  }

  architectureOf(imageId: string): 'arm64' | 'x86_64' {
    const architecture = this.options.images[imageId];
    if (!architecture)
      throw new ApiError('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`);
    return architecture;
  }
}
