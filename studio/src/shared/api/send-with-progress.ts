/**
 * As `fetch`, for a body whose way to the server people watch: fetch doesn't say how much of it is sent.
 * @param onProgress gets the part that is sent, 0 to 1
 * @throws TypeError when there is no answer, as fetch does
 */
export function sendWithProgress(
  url: string,
  init: RequestInit,
  onProgress: (part: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(init.method ?? 'GET', url);
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener('load', () => {
      const { status, statusText } = request;
      resolve(new Response(request.responseText, { status, statusText, headers: headersOf(request) }));
    });
    request.addEventListener('error', () => reject(new TypeError('The request got no answer.')));
    request.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
    init.signal?.addEventListener('abort', () => request.abort());
    request.send(init.body as XMLHttpRequestBodyInit);
  });
}

function headersOf(request: XMLHttpRequest): [string, string][] {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
  return lines.flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
  });
}
