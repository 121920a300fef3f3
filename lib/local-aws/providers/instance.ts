import { refuseUnknown, unsupported } from '../errors';
import type { Instance } from '../stores/instance';
import type { Values } from '../values';
import { asList, asObject, optionalText, texts } from '../values';
import type { Place, Providers } from './provider';
import { words } from './provider';

/** Changed on a stopped instance alone (EC2 User Guide, "Change the instance type" and "instance user data"). */
const STOPS = new Set(['UserData', 'InstanceType', 'EbsOptimized', 'KernelId', 'RamdiskId']);

const made = (instance: Instance) => ({
  id: instance.id,
  attributes: {
    InstanceId: instance.id,
    PrivateIp: instance.privateIp,
    PublicIp: instance.publicIp() ?? '',
    AvailabilityZone: instance.availabilityZone,
    VpcId: instance.vpcId,
  },
});

/** A launch template fills in what the instance itself does not say: CDK puts IMDSv2 there. */
function withLaunchTemplate(properties: Values, place: Place): Values {
  const reference = asObject(properties['LaunchTemplate']);
  const byName = optionalText(reference['LaunchTemplateName']);
  const id = optionalText(reference['LaunchTemplateId']);
  if (byName === undefined && id === undefined) return properties;
  const found = place.account.ledger
    .ofType('AWS::EC2::LaunchTemplate')
    .find(
      ([key, entry]) =>
        key === id || (byName !== undefined && entry.properties['LaunchTemplateName'] === byName),
    );
  if (!found) throw new Error(`The launch template ${byName ?? id} does not exist`);
  return { ...asObject(found[1].properties['LaunchTemplateData']), ...properties };
}

/** One interface described in full says what SubnetId and SecurityGroupIds would. */
function withInterface(properties: Values): Values {
  const interfaces = asList(properties['NetworkInterfaces']);
  if (interfaces.length === 0) return properties;
  if (interfaces.length > 1) throw unsupported('more than one of NetworkInterfaces');
  const only = asObject(interfaces[0]);
  refuseUnknown(only, INTERFACE, 'a property of NetworkInterfaces');
  return { ...properties, SubnetId: only['SubnetId'], SecurityGroupIds: only['GroupSet'] };
}

const INTERFACE = words('AssociatePublicIpAddress DeleteOnTermination DeviceIndex GroupSet SubnetId');

const launched = (properties: Values, place: Place) => withInterface(withLaunchTemplate(properties, place));

export const instances: Providers = {
  'AWS::EC2::Instance': {
    properties: words(
      `AvailabilityZone BlockDeviceMappings CreditSpecification DisableApiTermination EbsOptimized IamInstanceProfile ImageId
       InstanceInitiatedShutdownBehavior InstanceType LaunchTemplate MetadataOptions Monitoring PropagateTagsToVolumeOnCreation
       NetworkInterfaces SecurityGroupIds SourceDestCheck SubnetId Tags UserData`.replace(/\s+/g, ' '),
    ),
    async create(properties, place) {
      const full = launched(properties, place);
      for (const id of texts(full['SecurityGroupIds'])) place.account.ec2.groups.get(id);
      return made(await place.account.ec2.instances.run(full));
    },
    async update(id, properties, _old, changes, place) {
      const { instances: store } = place.account.ec2;
      const full = launched(properties, place);
      if (changes.some(({ name }) => STOPS.has(name))) await store.modifyStopped(id, full);
      else store.modify(id, full);
      return made(store.get(id));
    },
    delete: (id, _properties, place) => place.account.ec2.instances.terminate(id),
  },
};
