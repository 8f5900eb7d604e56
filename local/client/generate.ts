/** `npm run client`: the TypeScript client for customers, generated from the OpenAPI document. */
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { createOpenApiDocument } from '../../api/openapi/document.ts';

export const GENERATED = fileURLToPath(new URL('../../clients/typescript/src/generated/', import.meta.url));

/** @param folder emptied first */
export async function generateClient(folder: string): Promise<void> {
  await createClient({
    input: createOpenApiDocument(),
    output: { path: folder, module: { extension: '.js' } },
    plugins: [
      { name: '@hey-api/client-fetch', throwOnError: true },
      '@hey-api/typescript',
      // One class with a method an operation: `parley.listContacts({ path: { org } })`.
      { name: '@hey-api/sdk', operations: { strategy: 'single', containerName: 'ParleySdk' } },
    ],
    logs: { level: 'silent' },
  });
}

if (import.meta.main) await generateClient(GENERATED);
