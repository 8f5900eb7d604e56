import { expect, it } from 'vitest';
import { uploadKind } from './uploads.ts';

it.each([
  ['image/png', 'a.png', false, 'image', 'image/png'],
  ['image/png', 'invoice.pdf', false, 'image', 'image/png'],
  ['audio/x-m4a', 'a.m4a', false, 'audio', 'audio/mp4'],
  ['application/pdf', 'a', false, 'document', 'application/pdf'],
  ['application/x-cfb', 'a.XLS', false, 'document', 'application/vnd.ms-excel'],
  [undefined, 'a.txt', true, 'document', 'text/plain'],
] as const)('%s called %s is what its bytes say', (found, name, isText, kind, contentType) => {
  expect(uploadKind(found, name, isText)).toEqual({ kind, contentType });
});

it.each([
  ['application/zip', 'a.pdf', false],
  ['application/x-cfb', 'a.msi', false],
  [undefined, 'a.pdf', false],
] as const)('%s called %s is refused', (found, name, isText) => {
  expect(uploadKind(found, name, isText)).toBeNull();
});
