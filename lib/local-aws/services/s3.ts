import { createHash } from 'node:crypto';
import { ApiError, unsupported } from '../errors';
import type { Codec } from '../protocol/codecs';
import type { Call } from '../protocol/operation';
import type { Reply } from '../protocol/reply';
import { xmlReply } from '../protocol/reply';
import type { ApiRequest } from '../protocol/request';
import { toXml } from '../protocol/xml';
import type { StoredObject } from '../stores/buckets';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Sub-resources of a bucket, by the query key that names them: the IAM action, and the answer. */
const SUBRESOURCES: Record<string, { action: string; answer: (region: string) => string }> = {
  location: {
    action: 's3:GetBucketLocation',
    answer: (region) => `<LocationConstraint xmlns="${NAMESPACE}">${region}</LocationConstraint>`,
  },
  encryption: {
    action: 's3:GetEncryptionConfiguration',
    answer: () =>
      toXml(
        'ServerSideEncryptionConfiguration',
        { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } } },
        NAMESPACE,
      ),
  },
  versioning: {
    action: 's3:GetBucketVersioning',
    answer: () => toXml('VersioningConfiguration', { Status: 'Enabled' }, NAMESPACE),
  },
};

/** S3, path-style: REST with XML. */
export const s3: Codec = {
  serve(request, call) {
    const [bucket, ...rest] = decodeURIComponent(request.path.slice(1)).split('/');
    if (!bucket) return Promise.resolve(listBuckets(call));
    const key = rest.join('/');
    return Promise.resolve(
      key === '' ? bucketCall(request, call, bucket) : objectCall(request, call, bucket, key),
    );
  },
  fail: (error) => xmlReply(toXml('Error', { Code: error.code, Message: error.message }), error.status),
};

function listBuckets(call: Call): Reply {
  call.authorize('s3:ListAllMyBuckets', '*');
  return xmlReply(
    toXml(
      'ListAllMyBucketsResult',
      { Buckets: { Bucket: call.account.buckets.names().map((Name) => ({ Name })) } },
      NAMESPACE,
    ),
  );
}

function bucketCall(request: ApiRequest, call: Call, name: string): Reply {
  const arn = `arn:aws:s3:::${name}`;
  for (const [key, { action, answer }] of Object.entries(SUBRESOURCES)) {
    if (request.method !== 'GET' || !request.query.has(key)) continue;
    call.authorize(action, arn);
    call.account.buckets.bucket(name);
    return xmlReply(answer(call.account.region));
  }
  if (request.method === 'HEAD' || (request.method === 'GET' && isListing(request))) {
    call.authorize('s3:ListBucket', arn, { 's3:prefix': request.query.get('prefix') ?? undefined });
    const bucket = call.account.buckets.bucket(name);
    if (request.method === 'HEAD')
      return { status: 200, headers: { 'x-amz-bucket-region': call.account.region }, body: '' };
    const prefix = request.query.get('prefix') ?? '';
    const found = [...bucket].filter(([key]) => key.startsWith(prefix));
    const Contents = found.map(([Key, { body, etag, modified }]) => ({
      Key,
      Size: body.length,
      ETag: etag,
      LastModified: modified.toISOString(),
    }));
    return xmlReply(
      toXml(
        'ListBucketResult',
        { Name: name, Prefix: prefix, KeyCount: found.length, IsTruncated: false, Contents },
        NAMESPACE,
      ),
    );
  }
  throw unsupported(`the S3 call ${request.method} bucket?${request.query.toString()}`);
}

function isListing(request: ApiRequest): boolean {
  const known = ['list-type', 'prefix', 'max-keys', 'delimiter', 'encoding-type', 'x-id'];
  return [...request.query.keys()].every((key) => known.includes(key));
}

function objectCall(request: ApiRequest, call: Call, bucket: string, key: string): Reply {
  const arn = `arn:aws:s3:::${bucket}/${key}`;
  const store = call.account.buckets;
  if ([...request.query.keys()].some((name) => name !== 'x-id')) {
    throw unsupported(`the S3 call ${request.method} object?${request.query.toString()}`);
  }
  switch (request.method) {
    case 'PUT': {
      call.authorize('s3:PutObject', arn);
      const etag = `"${createHash('md5').update(request.body).digest('hex')}"`;
      const object = {
        body: request.body,
        etag,
        contentType: request.headers['content-type'],
        modified: new Date(),
      };
      store.bucket(bucket).set(key, object);
      return { status: 200, headers: { etag }, body: '' };
    }
    case 'HEAD':
    case 'GET': {
      call.authorize('s3:GetObject', arn);
      const object = store.object(bucket, key);
      return { status: 200, headers: headersOf(object), body: request.method === 'HEAD' ? '' : object.body };
    }
    case 'DELETE':
      call.authorize('s3:DeleteObject', arn);
      store.bucket(bucket).delete(key);
      return { status: 204, headers: {}, body: '' };
    default:
      throw new ApiError('MethodNotAllowed', `${request.method} is not allowed against an object.`, 405);
  }
}

function headersOf({ body, etag, contentType, modified }: StoredObject): Record<string, string> {
  return {
    'content-length': String(body.length),
    'content-type': contentType ?? 'application/octet-stream',
    etag,
    'last-modified': modified.toUTCString(),
  };
}
