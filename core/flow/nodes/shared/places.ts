/** Places on a map, written as `52.52, 13.405`: what maps copy, and how a variable keeps a shared location. */
import type { Place } from '../../../messaging/content.ts';
import type { NodeProblem, StepFault } from '../contract.ts';
import { problem, requiredText, textLimit } from './checks.ts';
import type { PlaceData } from './fields.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { renderField, renderOptional, type TextInput } from './render.ts';

const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d{1,20})?)°?`;
const COORDINATES = new RegExp(String.raw`^\(?${NUMBER}(?:\s*[,;]\s*|\s+)${NUMBER}\)?$`);

/** @returns null for anything but two numbers that are a latitude and a longitude */
export function readCoordinates(written: string): { latitude: number; longitude: number } | null {
  const found = COORDINATES.exec(written.trim());
  if (found === null) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

export function renderPlace(input: TextInput, data: PlaceData): { place: Place } | { problem: StepFault } {
  const written = renderField(input, data.coordinates, 200);
  if ('problem' in written) return written;
  const coordinates = readCoordinates(written.text);
  if (coordinates === null) {
    const message = 'The coordinates aren’t a latitude and a longitude, such as 52.52, 13.405.';
    return { problem: { code: 'coordinates_invalid', message } };
  }
  const name = renderOptional(input, data.name, WHATSAPP_LIMITS.placeName);
  if ('problem' in name) return name;
  const address = renderOptional(input, data.address, WHATSAPP_LIMITS.placeAddress);
  if ('problem' in address) return address;
  return {
    place: {
      ...coordinates,
      ...(name.text !== '' && { name: name.text }),
      ...(address.text !== '' && { address: address.text }),
    },
  };
}

/** @param prefix stands before the fields, `` or `headerLocation.` */
export function placeProblems(data: PlaceData, prefix: string): NodeProblem[] {
  const field = `${prefix}coordinates`;
  const missing = requiredText(data.coordinates, field, 'The place', 1_000);
  const isStatic = !data.coordinates.includes('{{') && !data.coordinates.includes('{%');
  const isWrong = missing.length === 0 && isStatic && readCoordinates(data.coordinates) === null;
  return [
    ...missing,
    ...(isWrong
      ? [problem('bad-coordinates', field, 'Write latitude and longitude in degrees, such as 52.52, 13.405.')]
      : []),
    ...textLimit(data.name ?? '', `${prefix}name`, 'The name of the place', WHATSAPP_LIMITS.placeName),
    ...textLimit(
      data.address ?? '',
      `${prefix}address`,
      'The address of the place',
      WHATSAPP_LIMITS.placeAddress,
    ),
  ];
}
