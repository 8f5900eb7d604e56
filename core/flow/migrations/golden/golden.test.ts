import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FLOW_SCHEMA_VERSION } from '../../document.ts';
import { newNode, nodeTypeIds, nodeTypes } from '../../nodes/registry.ts';
import type { NodeManifest } from '../../nodes/contract.ts';
import { parseFlow } from '../../parse.ts';
import { migrateFlow, storedFlow } from '../index.ts';

interface Golden<Shape> {
  given: Shape;
  becomes: Shape;
}
type Json = Record<string, unknown>;
type NodeGolden = Golden<Json> & { typeVersion: number };

const documents = folder('documents').map((file) => ({ file, ...read<Golden<Json>>(`documents/${file}`) }));

describe('a document of an older version', () => {
  it.each(documents)('$file is read as it must be', ({ given, becomes }) => {
    expect(parseFlow(given)).toEqual({ ok: true, doc: becomes });
    expect(storedFlow(given)).toEqual(becomes);
  });

  it.each(documents)('$file stays the same when it is read twice', ({ becomes }) => {
    expect(migrateFlow(becomes)).toEqual(becomes);
  });

  it('is kept here for every schema version', () => {
    const kept = new Set(documents.map(({ given }) => given['schemaVersion']));
    const versions = Array.from({ length: FLOW_SCHEMA_VERSION }, (_, index) => index + 1);
    expect(versions.filter((version) => !kept.has(version))).toEqual([]);
  });
});

describe.each(nodeTypeIds)('data of a %s step', (type) => {
  const { typeVersion, upgrades = [], defaults }: NodeManifest = nodeTypes[type].manifest;
  const file = `nodes/${type}.json`;
  const versions = Array.from({ length: typeVersion }, (_, index) => index + 1);

  it('has one upgrade a version', () => {
    expect(upgrades).toHaveLength(typeVersion - 1);
  });

  it('is read as it must be, in every version that ever was', () => {
    if (process.env['GOLDEN'] === 'write') addCurrent(file, typeVersion, defaults());
    const goldens = existsSync(path(file)) ? read<NodeGolden[]>(file) : [];
    const kept = new Set(goldens.map((golden) => golden.typeVersion));
    expect(versions.filter((version) => !kept.has(version))).toEqual([]);
    for (const golden of goldens) {
      const node = { ...newNode(type, { x: 0, y: 0 }), typeVersion: golden.typeVersion, data: golden.given };
      expect(parseFlow(documentWith(node))).toEqual({
        ok: true,
        doc: documentWith({ ...node, typeVersion, data: golden.becomes }),
      });
    }
  });
});

it('keeps no file for a type that doesn’t exist', () => {
  const types = folder('nodes').map((file) => file.replace(/\.json$/, ''));
  expect(types.filter((type) => !(type in nodeTypes))).toEqual([]);
});

function documentWith(node: unknown): Json {
  const [{ becomes } = { becomes: {} }] = documents;
  return { ...becomes, schemaVersion: FLOW_SCHEMA_VERSION, nodes: { node }, edges: {} };
}

function addCurrent(file: string, typeVersion: number, data: unknown): void {
  const goldens = existsSync(path(file)) ? read<NodeGolden[]>(file) : [];
  if (goldens.some((golden) => golden.typeVersion === typeVersion)) return;
  mkdirSync(path('nodes'), { recursive: true });
  const added = [...goldens, { typeVersion, given: data, becomes: data }];
  writeFileSync(path(file), `${JSON.stringify(added, null, 2)}\n`);
}

function folder(name: string): string[] {
  return readdirSync(path(name)).filter((file) => file.endsWith('.json'));
}

function read<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(path(file), 'utf8')) as Shape;
}

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
