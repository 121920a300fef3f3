import { ruleOf, sameRule } from '../stores/security-groups';
import type { Values } from '../values';
import { asText, objects, optionalText } from '../values';
import { newId } from '../stores/ledger';
import type { Providers } from './provider';
import { words } from './provider';

const RULE = 'CidrIp CidrIpv6 Description FromPort GroupId IpProtocol SourceSecurityGroupId ToPort';
const attributes = (id: string, properties: Values) => ({ GroupId: id, Id: id, VpcId: properties['VpcId'] });

/** Security groups, whose inbound rules reach the fleet. Outbound traffic is open on EC2 by default and is not limited here. */
export const network: Providers = {
  'AWS::EC2::SecurityGroup': {
    properties: words('GroupDescription GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId'),
    create(properties, place) {
      const name = optionalText(properties['GroupName']) ?? place.generateName(255);
      const rules = objects(properties['SecurityGroupIngress']).map(ruleOf);
      const { id } = place.account.ec2.groups.create(name, asText(properties['VpcId']), rules);
      return { id, attributes: attributes(id, properties) };
    },
    async update(id, properties, old, _changes, place) {
      const gone = objects(old['SecurityGroupIngress']).map(ruleOf);
      await place.account.ec2.changeRules(id, (ingress) => [
        ...ingress.filter((rule) => !gone.some(sameRule(rule))),
        ...objects(properties['SecurityGroupIngress']).map(ruleOf),
      ]);
      return { id, attributes: attributes(id, properties) };
    },
    delete: (id, _properties, place) => place.account.ec2.groups.delete(id),
  },
  'AWS::EC2::SecurityGroupIngress': {
    properties: words(RULE),
    async create(properties, place) {
      await place.account.ec2.changeRules(asText(properties['GroupId']), (ingress) => [
        ...ingress,
        ruleOf(properties),
      ]);
      const id = newId('sgr');
      return { id, attributes: { Id: id } };
    },
    async delete(_id, properties, place) {
      const same = sameRule(ruleOf(properties));
      await place.account.ec2.changeRules(asText(properties['GroupId']), (ingress) =>
        ingress.filter((rule) => !same(rule)),
      );
    },
  },
  'AWS::EC2::SecurityGroupEgress': {
    properties: words(`${RULE} DestinationSecurityGroupId`),
    create: () => ({ id: newId('sgr') }),
    delete: () => undefined,
  },
};
