import type { Lite } from './lite.ts';

type Handle = Lite['handle'];

const SERVICE = '/storage/v1';

/** Storage as supabase-js expects it: where lite differs from hosted Storage, the request or the answer is mended. */
export async function handleStorage(
  request: Request,
  peerAddress: string | null,
  handle: Handle,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, signing, bucket, path] =
    /^\/storage\/v1\/object\/(upload\/sign|sign)\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  if (request.method === 'POST' && signing === 'sign' && bucket && !path) {
    return signMany(request, bucket, (single) => handle(single, peerAddress));
  }
  if (request.method === 'POST' && signing) return mendSigned(await handle(request, peerAddress));
  return handle(await unpackForm(request), peerAddress);
}

/** lite answers `signedUrl` with the service's path; clients read `url` (upload) or `signedURL`, without it. */
async function mendSigned(response: Response): Promise<Response> {
  if (!response.ok) return response;
  const { signedUrl = '', ...rest } = (await response.json()) as { signedUrl?: string; token?: string };
  const address = signedUrl.slice(SERVICE.length);
  return Response.json(rest.token ? { ...rest, url: address } : { ...rest, signedURL: address });
}

/** lite takes a list of paths for one object without a name: each is asked for by itself. */
async function signMany(
  request: Request,
  bucket: string,
  handle: (single: Request) => Promise<Response>,
): Promise<Response> {
  const { paths, expiresIn } = (await request.json()) as { paths: string[]; expiresIn: number };
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  const results = [];
  for (const path of paths) {
    const url = new URL(
      `${SERVICE}/object/sign/${bucket}/${path.split('/').map(encodeURIComponent).join('/')}`,
      request.url,
    );
    const body = JSON.stringify({ expiresIn });
    const response = await mendSigned(await handle(new Request(url, { method: 'POST', headers, body })));
    const answer = (await response.json()) as { signedURL?: string; message?: string };
    const error = response.ok
      ? null
      : (answer.message ?? 'Either the object does not exist or you do not have access to it');
    results.push({ path, signedURL: answer.signedURL ?? null, error });
  }
  return Response.json(results);
}

/** supabase-js sends a Blob as a form whose file field has an empty name, which lite doesn't find. */
async function unpackForm(request: Request): Promise<Request> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return request;
  const form = await request.formData();
  const file = [...form.values()].find((value): value is File => typeof value !== 'string');
  if (!file) return new Request(request.url, { method: request.method, headers: request.headers });
  const headers = new Headers(request.headers);
  headers.set('content-type', file.type || 'application/octet-stream');
  headers.set('content-length', String(file.size));
  const maxAge = form.get('cacheControl');
  if (typeof maxAge === 'string') headers.set('cache-control', `max-age=${maxAge}`);
  return new Request(request.url, { method: request.method, headers, body: await file.arrayBuffer() });
}
