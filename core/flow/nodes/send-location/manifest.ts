import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, place } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, placeTexts, templateTexts } from '../shared/uses.ts';

const schema = z.strictObject({ label, ...place.shape, fallback: fallbackTemplate });

export type SendLocationData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-location', SendLocationData> = {
  type: 'send-location',
  typeVersion: 1,
  family: 'message',
  title: 'Send location',
  docs: 'Sends a place on the map. Write latitude and longitude in one field, as maps copy them, or put in a location that a person shared.',
  schema,
  defaults: () => ({ coordinates: '' }),
  ports: () => sentPorts(),
  summary: (data) => excerpt(data.name || data.address || data.coordinates, 'No place yet'),
  limits: { name: WHATSAPP_LIMITS.placeName, address: WHATSAPP_LIMITS.placeAddress },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => [...placeTexts(data, ''), ...templateTexts(data.fallback, 'fallback.')],
  messages: (data) => freeForm('coordinates', data.fallback),
};
