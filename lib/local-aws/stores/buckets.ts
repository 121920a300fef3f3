import { ApiError } from '../errors';

export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly contentType: string | undefined;
  readonly modified: Date;
}

/** S3, in memory. */
export class Buckets {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();

  create(name: string): void {
    if (this.buckets.has(name)) {
      throw new ApiError(
        'BucketAlreadyOwnedByYou',
        `The bucket ${name} already exists in this account.`,
        409,
      );
    }
    this.buckets.set(name, new Map());
  }

  bucket(name: string): Map<string, StoredObject> {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new ApiError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  }

  object(bucket: string, key: string): StoredObject {
    const found = this.bucket(bucket).get(key);
    if (!found) throw new ApiError('NoSuchKey', `The specified key does not exist: ${bucket}/${key}`, 404);
    return found;
  }

  delete(name: string): void {
    if (this.bucket(name).size > 0) {
      throw new ApiError('BucketNotEmpty', `The bucket you tried to delete is not empty: ${name}`, 409);
    }
    this.buckets.delete(name);
  }

  names(): string[] {
    return [...this.buckets.keys()];
  }

  /** The object behind a URL as the CLI writes it: path-style, or with the bucket in the host's name. */
  objectAt(url: string): StoredObject {
    const { hostname, pathname } = new URL(url);
    const path = decodeURIComponent(pathname).slice(1);
    const virtual = /^(.+)\.s3[.-]/.exec(hostname)?.[1];
    if (virtual) return this.object(virtual, path);
    const slash = path.indexOf('/');
    return this.object(path.slice(0, slash), path.slice(slash + 1));
  }
}
