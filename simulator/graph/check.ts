import type { Json } from '../model.ts';
import { GraphError, invalidParameter, invalidValue } from './errors.ts';

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Length as a person counts it: an emoji is one character, not two. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function exceeds(text: string, max: number): boolean {
  return text.length > max && characters(text) > max;
}

/** The object under `key`, or code 100 with Meta's sentence about a missing parameter. */
export function requiredObject(parent: Json, key: string): Json {
  const value = parent[key];
  if (value === undefined || value === null) throw invalidParameter(`The parameter ${key} is required.`);
  if (!isObject(value)) throw invalidParameter(`Param ${key} must be an object.`);
  return value;
}

/** A text of 1 to `max` characters, else 131009 (131008 when it isn't there at all). */
export function requiredText(parent: Json, key: string, path: string, max: number): string {
  const value = parent[key];
  if (value === undefined || value === null) {
    throw new GraphError(131008, `Parameter ${path}['${key}'] is required.`);
  }
  if (typeof value !== 'string') throw invalidParameter(`Param ${path}['${key}'] must be a string.`);
  if (value.length === 0) throw invalidValue(`${path}['${key}'] must not be empty.`);
  if (exceeds(value, max)) throw invalidValue(`${path}['${key}'] is too long. Max length is ${max}`);
  return value;
}

/** A text of at most `max` characters where there is one. */
export function optionalText(parent: Json, key: string, path: string, max: number): void {
  const value = parent[key];
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') throw invalidParameter(`Param ${path}['${key}'] must be a string.`);
  if (exceeds(value, max)) throw invalidValue(`${path}['${key}'] is too long. Max length is ${max}`);
}

export function isHttpUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return false;
  return URL.canParse(value);
}

/** Any JSON value inside an error sentence. */
export function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** Meta takes the names of types in any case. */
export function typeName(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
