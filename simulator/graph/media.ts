import type { Exchange } from '../http/exchange.ts';
import { BodyTooLargeError, readBody } from '../http/exchange.ts';
import type { Json, MediaFile, PhoneNumber } from '../model.ts';
import type { State } from '../state.ts';
import { GraphError, invalidParameter } from './errors.ts';
import { fileBehindUrl, mediaUrl, storeMedia } from './media-store.ts';
import { allMimeTypes, bareMimeType, kindOfMimeType, mediaKinds } from './media-types.ts';

const MAX_UPLOAD_BYTES = 101 * 1024 * 1024;

/** POST /{phone-number-id}/media, multipart: messaging_product, file, type. */
export async function uploadMedia(state: State, number: PhoneNumber, { request }: Exchange): Promise<Json> {
  const form = await readForm(request);
  if (form.get('messaging_product') !== 'whatsapp')
    throw invalidParameter('The parameter messaging_product is required.');
  const file = form.get('file');
  if (!(file instanceof File)) throw invalidParameter('The parameter file is required.');
  const declared = form.get('type');
  const mimeType = typeof declared === 'string' && declared !== '' ? declared : file.type;
  const kind = kindOfMimeType(mimeType);
  if (!kind) {
    throw invalidParameter(
      `Param file must be a file with one of the following types: ${allMimeTypes.join(', ')}. Received file of type '${mimeType}'.`,
    );
  }
  const { maxBytes } = mediaKinds[kind];
  if (file.size > maxBytes)
    throw new GraphError(
      131053,
      `A file of type ${bareMimeType(mimeType)} may have ${maxBytes} bytes, this one has ${file.size}.`,
    );
  if (file.size === 0) throw new GraphError(131053, 'The file is empty.');
  const bytes = Buffer.from(await file.arrayBuffer());
  return { id: storeMedia(state, { number, bytes, mimeType, filename: file.name }).id };
}

/** GET /{media-id}: a fresh address, valid for five minutes. */
export function mediaView(state: State, file: MediaFile): Json {
  return {
    messaging_product: 'whatsapp',
    url: mediaUrl(state, file),
    mime_type: file.mimeType,
    sha256: Buffer.from(file.sha256, 'base64').toString('hex'),
    file_size: String(file.bytes.length),
    id: file.id,
  };
}

/** GET of a media address: the bytes, or 404 when the address is wrong, too old or the file is gone. */
export function downloadMedia(state: State, { response, search }: Exchange): void {
  const file = fileBehindUrl(state, new URLSearchParams(search));
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
    return;
  }
  response
    .writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.length })
    .end(file.bytes);
}

async function readForm(request: Exchange['request']): Promise<FormData> {
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.toLowerCase().startsWith('multipart/form-data')) {
    request.resume();
    throw invalidParameter('The parameter file is required: send it as multipart/form-data.');
  }
  try {
    const body = await readBody(request, MAX_UPLOAD_BYTES);
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw new GraphError(131053, 'The file is larger than 100 MB.');
    throw invalidParameter('The multipart body can not be read.');
  }
}
