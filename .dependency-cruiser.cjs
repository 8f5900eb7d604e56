/** Imports point one way: core <- workflows, core <- platform <- {api, worker}, core <- {studio, simulator}. */
const only = (folder, allowed) => ({
  name: `${folder}-imports`,
  comment: `${folder} may import only: ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: '^(core|platform|workflows|worker|api|studio|simulator|local|bench|e2e)/',
    pathNot: `^(${[folder, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    only('core', []),
    only('workflows', ['core']),
    only('platform', ['core']),
    only('worker', ['core', 'platform', 'workflows']),
    only('api', ['core', 'platform', 'workflows']),
    only('studio', ['core']),
    only('simulator', ['core']),
    {
      name: 'workflow-types-only',
      comment: 'api takes names and types from workflows, never their code.',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^workflows/', pathNot: '^workflows/contract\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-is-pure',
      comment: 'core does no I/O: no Node built-ins, no network or database libraries.',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '(^|/)dist/|^clients/typescript/src/generated/' },
  },
};
