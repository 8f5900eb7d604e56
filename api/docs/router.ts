/** `/openapi.json`, and `/docs` for people: Scalar's reference of it, from this server alone. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { apiReference } from '@scalar/express-api-reference';
import { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import { createOpenApiDocument } from '../openapi/document.ts';
import { renderErrorsPage } from './errors-page.ts';

/**
 * The page's script, whole. Scalar's own package of it brings 286 more; its plugin for another server brings the built file and
 * five small ones.
 */
const SCRIPT = fileURLToPath(
  new URL('js/standalone.js', import.meta.resolve('@scalar/fastify-api-reference')),
);
const DAY_MS = 24 * 60 * 60 * 1_000;

/** @param limit of requests from one address */
export function createDocsRouter(limit: RequestHandler): Router {
  const router = Router();
  router.use(['/openapi.json', '/docs'], limit);
  const openApi = JSON.stringify(createOpenApiDocument());
  const errors = renderErrorsPage();
  router.get('/openapi.json', (_request, response) => void response.type('json').send(openApi));
  router.get('/docs/errors', (_request, response) => void response.type('html').send(errors));
  router.get('/docs/reference.js', (_request, response) =>
    response.sendFile(SCRIPT, { maxAge: DAY_MS, dotfiles: 'allow' }),
  );
  router.get('/docs', (request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    pagePolicy(nonce)(request, response, (error) => {
      if (error) return next(error);
      // Its types are narrower than Express' own.
      const answer = apiReference({ ...settings, nonce }) as unknown as RequestHandler;
      return answer(request, response, next);
    });
  });
  return router;
}

/** Nothing leaves for other hosts: no fonts, no proxy, no assistant, no telemetry. The policy below holds it to that. */
const settings = {
  url: '/openapi.json',
  cdn: '/docs/reference.js',
  bundle: false,
  pageTitle: 'Parley API',
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  defaultOpenAllTags: false,
  authentication: { preferredSecurityScheme: 'bearer' },
} as const;

/** The inline start of the page by its nonce; styles are made by its script. */
function pagePolicy(nonce: string) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", `'nonce-${nonce}'`],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });
}
