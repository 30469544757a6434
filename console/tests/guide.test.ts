// The marketer's guide says what stands on screen: each label in bold is one of the console's, each picture is there.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect, test } from 'vitest'

import en from '@/locales/en.json'

const GUIDES = resolve(import.meta.dirname, '../../docs/guides')
const guide = readFileSync(resolve(GUIDES, 'console.md'), 'utf8').replace('Words in **bold** stand', '')

function textsOf(messages: object): string[] {
  return Object.values(messages).flatMap((one: unknown) => (typeof one === 'string' ? [one] : textsOf(one as object)))
}

test('every label in bold stands on screen', () => {
  const texts = new Set(textsOf(en))
  const labels = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label]) => (label ?? '').replaceAll(/\s+/g, ' '))
  expect(labels.length).toBeGreaterThan(40)
  expect(labels.filter((label) => !texts.has(label))).toEqual([])
})

test('every picture is there', () => {
  const pictures = [...guide.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path ?? '')
  expect(pictures.length).toBeGreaterThan(10)
  expect(pictures.filter((path) => !existsSync(resolve(GUIDES, path)))).toEqual([])
})
