import { setTimeout as pause } from 'node:timers/promises';

import { ApiError, unsupported } from '../errors';
import { REST_XML } from '../model/mismatches';
import type { Codec } from '../protocol/codecs';
import { xmlError } from '../protocol/codecs';
import type { Call } from '../protocol/operation';
import { xmlReply } from '../protocol/reply';
import type { ApiRequest } from '../protocol/request';
import { fromXml, toXml } from '../protocol/xml';
import { absolute } from '../stores/hosted-zones';
import type { Change, HostedZone } from '../stores/hosted-zones';
import type { RecordSet } from '../stores/rdata';
import type { Values } from '../values';
import { asObject, asText, objects } from '../values';

const MOMENT_MS = 2000;
const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';
const zoneArn = (id: string) => `arn:aws:route53:::hostedzone/${id}`;

type Route = (request: ApiRequest, call: Call, id: string) => object | Promise<object>;

const ROUTES: readonly [method: string, path: RegExp, action: string, route: Route][] = [
  ['GET', /^\/hostedzone$/, 'ListHostedZones', listZones],
  ['GET', /^\/hostedzonesbyname$/, 'ListHostedZonesByName', listZonesByName],
  ['GET', /^\/hostedzone\/(?<Id>[^/]+)$/, 'GetHostedZone', getZone],
  ['GET', /^\/hostedzone\/(?<HostedZoneId>[^/]+)\/rrset$/, 'ListResourceRecordSets', listRecords],
  ['POST', /^\/hostedzone\/(?<HostedZoneId>[^/]+)\/rrset$/, 'ChangeResourceRecordSets', changeRecords],
  ['GET', /^\/change\/(?<Id>[^/]+)$/, 'GetChange', getChange],
];

/** Route 53: REST with XML. */
export const route53: Codec = {
  async serve(request, call) {
    const path = decodeURIComponent(request.path.replace(/^\/2013-04-01/, '')).replace(/\/$/, '');
    for (const [method, pattern, action, route] of ROUTES) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (!match) continue;
      const { judge } = call.account;
      judge.request('route53', action, { ...match.groups, ...inputOf(request, action) }, REST_XML);
      const content = await route(request, call, match[1] ?? '');
      judge.answer('route53', action, content, REST_XML);
      return xmlReply(toXml(`${action}Response`, content, NAMESPACE));
    }
    throw unsupported(`the Route 53 call ${request.method} ${path}`);
  },
  fail: (error) => xmlError(error, NAMESPACE),
};

/** What stands in the query and in the body, together. */
function inputOf({ query, body }: ApiRequest, action: string): Values {
  return { ...Object.fromEntries(query), ...asObject(fromXml(body.toString('utf8'))[`${action}Request`]) };
}

function listZones(_request: ApiRequest, call: Call): object {
  call.authorize('route53:ListHostedZones', '*');
  const HostedZone = call.account.zones.all().map(shown);
  return { HostedZones: { HostedZone }, IsTruncated: false, MaxItems: 100 };
}

function listZonesByName(request: ApiRequest, call: Call): object {
  call.authorize('route53:ListHostedZonesByName', '*');
  const from = request.query.get('dnsname');
  const byLabels = (name: string) => absolute(name).split('.').reverse().join('.');
  const zones = call.account.zones
    .all()
    .sort((a, b) => (byLabels(a.name) < byLabels(b.name) ? -1 : 1))
    .filter((zone) => from === null || byLabels(zone.name) >= byLabels(from));
  return { HostedZones: { HostedZone: zones.map(shown) }, IsTruncated: false, MaxItems: 100 };
}

function getZone(_request: ApiRequest, call: Call, id: string): object {
  call.authorize('route53:GetHostedZone', zoneArn(id));
  const zone = call.account.zones.get(id);
  return { HostedZone: shown(zone), DelegationSet: { NameServers: { NameServer: [...zone.nameServers] } } };
}

function listRecords(request: ApiRequest, call: Call, id: string): object {
  call.authorize('route53:ListResourceRecordSets', zoneArn(id));
  const from = request.query.get('name');
  const reverse = (name: string) => name.split('.').reverse().join('.');
  const sorted = [...call.account.zones.get(id).records].sort((a, b) =>
    `${reverse(a.name)} ${a.type}` < `${reverse(b.name)} ${b.type}` ? -1 : 1,
  );
  const start = from === null ? '' : `${reverse(absolute(from))} ${request.query.get('type') ?? ''}`;
  const ResourceRecordSet = sorted
    .filter((record) => `${reverse(record.name)} ${record.type}` >= start)
    .map(({ name, type, ttl, values }) => ({
      Name: name.replace('*', '\\052'),
      Type: type,
      TTL: ttl,
      ResourceRecords: { ResourceRecord: values.map((Value) => ({ Value })) },
    }));
  return { ResourceRecordSets: { ResourceRecordSet }, IsTruncated: false, MaxItems: 300 };
}

function changeRecords(request: ApiRequest, call: Call, id: string): object {
  const batch = asObject(inputOf(request, 'ChangeResourceRecordSets')['ChangeBatch']);
  const changes = objects(asObject(batch['Changes'])['Change']).map(changeOf);
  // Service Authorization Reference, Route 53: names without the trailing dot, lower case.
  call.authorize('route53:ChangeResourceRecordSets', zoneArn(id), {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': changes.map(({ record }) =>
      record.name.replace(/\.$/, ''),
    ),
    'route53:ChangeResourceRecordSetsRecordTypes': changes.map(({ record }) => record.type),
    'route53:ChangeResourceRecordSetsActions': changes.map(({ action }) => action),
  });
  const changeId = call.account.zones.change(id, changes);
  for (const { action, record } of changes)
    call.account.event('route53', `${action} ${record.name} ${record.type}`);
  return info(call, changeId);
}

/** Answers when the servers have it, if that is but a moment: who asks too early sleeps before it asks again. */
async function getChange(_request: ApiRequest, call: Call, id: string): Promise<object> {
  call.authorize('route53:GetChange', `arn:aws:route53:::change/${id}`);
  await Promise.race([
    call.account.zones.insync(id).catch(() => undefined),
    pause(MOMENT_MS, undefined, { ref: false }),
  ]);
  return info(call, id);
}

function info(call: Call, id: string): object {
  return {
    ChangeInfo: {
      Id: `/change/${id}`,
      Status: call.account.zones.statusOf(id),
      SubmittedAt: new Date().toISOString(),
    },
  };
}

function changeOf(change: Values): Change {
  const action = asText(change['Action']);
  if (action !== 'CREATE' && action !== 'UPSERT' && action !== 'DELETE')
    throw new ApiError('InvalidInput', `Unknown action ${action}`);
  return { action, record: recordOf(asObject(change['ResourceRecordSet'])) };
}

function recordOf(set: Values): RecordSet {
  return {
    name: absolute(asText(set['Name']).replace('\\052', '*')),
    type: asText(set['Type']),
    ttl: Number(set['TTL']),
    values: objects(asObject(set['ResourceRecords'])['ResourceRecord']).map((record) =>
      asText(record['Value']),
    ),
  };
}

function shown({ id, name, records, comment, isPrivate }: HostedZone): object {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: id,
    Config: { Comment: comment ?? '', PrivateZone: isPrivate },
    ResourceRecordSetCount: records.length,
  };
}
