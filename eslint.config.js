import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The files of `src` that build a branded type, map a tuple, or look a row up by its name, and so alone may cast. */
const brandedTypes = [
  'src/tensor/tensor.ts',
  'src/tensor/literal.ts',
  'src/tree/tree.ts',
  'src/nn/model.ts',
  'src/viz/markup.ts',
  'src/engine/wasm/emit/module.ts',
  'src/engine/wasm/kernels/index.ts',
];

/** The rooms that may use Node. */
const nodeRooms = ['src/node/**', 'src/cli/**'];

const casts = (assertionStyle) => ({
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle }],
});

export default defineConfig(
  globalIgnores(['dist/', 'report/', 'coverage/', 'bench/node_modules/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      ...casts('never'),
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export names: a default export has none.' },
        {
          selector:
            ':matches(TSInterfaceBody, TSTypeAliasDeclaration > TSTypeLiteral) > TSPropertySignature[readonly!=true][key.type="Identifier"]',
          message: 'A property is readonly.',
        },
        { selector: 'PropertyDefinition[readonly!=true]', message: 'A field is readonly.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: nodeRooms,
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: builtinModules, patterns: [{ group: ['node:*'], message: 'Node belongs in src/node and src/cli.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'global', 'require', '__dirname', '__filename'],
    },
  },
  { files: brandedTypes, rules: casts('as') },
  // A network's type is inferred from its layers: written out, it would be the network again.
  { files: ['src/models/**'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
);
