import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What the pure rooms must do without: the same text of the model must give the same run on every host. */
const impureGlobals = [
  'process',
  'Buffer',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'window',
  'document',
  'navigator',
  'fetch',
  'require',
  '__dirname',
  '__filename',
  'globalThis',
].map((name) => ({ name, message: 'A pure room uses no host facility.' }));

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', '.cache/**', 'node_modules/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          './server/tsconfig.json',
          './client/tsconfig.json',
          './client/webview/tsconfig.json',
          './test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['server/src/{language,simulation,analysis,report}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named random stream.' },
        { object: 'Date', property: 'now', message: 'A pure room has no wall clock.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: 'A pure room has no wall clock.' },
        { selector: 'FunctionDeclaration[async=true]', message: 'A pure room is synchronous.' },
        { selector: 'ArrowFunctionExpression[async=true]', message: 'A pure room is synchronous.' },
        { selector: 'MethodDefinition > FunctionExpression[async=true]', message: 'A pure room is synchronous.' },
      ],
    },
  },
  {
    files: ['server/src/simulation/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named random stream.' },
        ...['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'sin', 'cos', 'tan', 'cbrt', 'hypot'].map(
          (property) => ({
            object: 'Math',
            property,
            message: 'Its result may differ between platforms: use portable-math.',
          }),
        ),
      ],
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
