/**
 * Files in Supabase Storage, reached with the secret key: private buckets that nobody else can open. Paths begin with the id of the
 * organisation. People get a file through the API, which checks who asks; there are no public or signed addresses.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { SupabaseClient } from '@supabase/supabase-js';

/** Made when a process first writes into one. */
export const buckets = { imports: 'imports', exports: 'exports', media: 'media' } as const;
export type Bucket = (typeof buckets)[keyof typeof buckets];

export type StorageErrorCode = 'not_configured' | 'not_found' | 'unavailable';

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface FileStorage {
  /** Without it there are no files: every other use fails with `not_configured`. */
  isConfigured: boolean;
  /** Writes a file, or writes over it. The file is there only when this resolves. */
  upload(bucket: Bucket, path: string, content: Readable, contentType: string): Promise<void>;
  /** @throws StorageError not_found */
  download(bucket: Bucket, path: string): Promise<Readable>;
  /** Files that are not there are no error. */
  remove(bucket: Bucket, paths: string[]): Promise<void>;
}

export interface StorageOptions {
  url: string | undefined;
  secretKey: string | undefined;
}

/** Opens nothing before it is used. */
export function createStorage({ url, secretKey }: StorageOptions): FileStorage {
  let client: Promise<SupabaseClient> | undefined;
  const made = new Map<Bucket, Promise<void>>();

  async function open() {
    if (!url || !secretKey)
      throw new StorageError('not_configured', 'Set SUPABASE_URL and SUPABASE_SECRET_KEY to keep files.');
    // Its library is loaded by processes that need it only.
    client ??= import('@supabase/supabase-js').then(({ createClient }) =>
      createClient(url, secretKey, { auth: { persistSession: false, autoRefreshToken: false } }),
    );
    return (await client).storage;
  }

  function ensureBucket(bucket: Bucket): Promise<void> {
    const known = made.get(bucket);
    if (known) return known;
    const making = makeBucket(bucket);
    made.set(bucket, making);
    making.catch(() => made.delete(bucket));
    return making;
  }

  async function makeBucket(bucket: Bucket): Promise<void> {
    const storage = await open();
    const { data } = await storage.getBucket(bucket);
    if (data) return;
    const { error } = await storage.createBucket(bucket, { public: false });
    // Another process may have made it in the meantime.
    if (error && !(await storage.getBucket(bucket)).data) throw toStorageError(error);
  }

  return {
    isConfigured: Boolean(url && secretKey),
    async upload(bucket, path, content, contentType) {
      try {
        const storage = await open();
        await ensureBucket(bucket);
        const { error } = await storage.from(bucket).upload(path, content, { contentType, upsert: true });
        if (error) throw toStorageError(error);
      } finally {
        // One that nobody read keeps its file open.
        content.destroy();
      }
    },
    async download(bucket, path) {
      const storage = await open();
      const { data, error } = await storage.from(bucket).download(path).asStream();
      if (error) throw toStorageError(error);
      return Readable.fromWeb(data as unknown as WebStream);
    },
    async remove(bucket, paths) {
      if (paths.length === 0) return;
      const { error } = await (await open()).from(bucket).remove(paths);
      const failure = error && toStorageError(error);
      if (failure && failure.code !== 'not_found') throw failure;
    },
  };
}

function toStorageError(error: Error): StorageError {
  const { status, statusCode } = error as Error & { status?: number; statusCode?: string };
  const isMissing = statusCode === '404' || status === 404 || (status === 400 && statusCode === 'NoSuchKey');
  return new StorageError(
    isMissing ? 'not_found' : 'unavailable',
    isMissing ? 'The file is not there.' : 'Storage did not do what was asked.',
    { cause: error },
  );
}
