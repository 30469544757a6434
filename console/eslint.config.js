// What the compiler cannot see: walls between the rooms, Vue's own pitfalls, and access for everybody.
import { readdirSync } from 'node:fs'

import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import { defineConfig } from 'eslint/config'
import typescript from 'typescript-eslint'

const FEATURES = readdirSync(new URL('./src/features', import.meta.url))

// Which rooms a room may not look into. Within a room, too, imports start at `@/`: a line tells where it comes from.
const CLIMBING = { regex: String.raw`^\.\.?/`, message: 'Write the import out from `@/`.' }
const above = (rooms) => ({ regex: `^@/(${rooms.join('|')})(/|$)`, message: `This room stands below ${rooms.join(', ')}.` })

function wall(files, ...patterns) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [CLIMBING, ...patterns] }] } }
}

function wallOfFeature(name) {
  const siblings = FEATURES.filter((other) => other !== name)
  return wall(
    [`src/features/${name}/**`],
    { regex: `^@/features/(${siblings.join('|')})(/|$)`, message: 'Features do not look into each other: shared shape goes to ui/, shared thought to lib/ or api/.' },
    above(['app']),
  )
}

export default defineConfig(
  { ignores: ['dist/', 'src/api/schema.d.ts', 'public/'] },
  typescript.configs.strict,
  typescript.configs.stylistic,
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  {
    languageOptions: { parserOptions: { parser: typescript.parser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      // vue-tsc knows the browser's names better than a list would.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // How lines break is a matter of taste that no tool decides here.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always', normal: 'always', component: 'always' } }],
      'vue/multi-word-component-names': 'error',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/define-props-destructuring': 'error',
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: [] }],
      'vue/require-default-prop': 'off',
      // One way of saying which label belongs to which field is enough.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'off',
    },
  },
  wall(['src/lib/**'], above(['api', 'ui', 'features', 'app', 'locales'])),
  wall(['src/locales/**'], above(['api', 'ui', 'features', 'app'])),
  wall(['src/api/**'], above(['ui', 'features', 'app', 'locales'])),
  wall(['src/ui/**'], above(['features', 'app'])),
  ...FEATURES.map(wallOfFeature),
  wall(['src/app/**', 'src/main.ts', 'tests/**']),
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.test.ts', 'tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
)
