import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { i18n } from '@/locales'
import ar from '@/locales/ar.json'
import en from '@/locales/en.json'

interface Tree { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)])))
}

const english = flat(en)
const arabic = flat(ar)
// Languages differ in how many plural forms they have, so each name counts once.
const names = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort()

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(vue|ts)$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}

describe('the languages', () => {
  it('have the same messages', () => {
    expect([...arabic.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('fill the same names into each message', () => {
    const differing = [...english].filter(([key, message]) => names(message).join() !== names(arabic.get(key) ?? '').join())
    expect(differing).toEqual([])
  })

  it('say something in every message', () => {
    expect([...english, ...arabic].filter(([, message]) => message.trim() === '')).toEqual([])
  })

  it('know every message that the sources ask for by its name', () => {
    const asked = sources('src').flatMap((source) => [...source.matchAll(/(?<![\w.])t\(\s*'([\w.]+)'|(?:title|label|group)Key: '([\w.]+)'/g)].map((match) => match[1] ?? match[2]!))
    expect(asked.length).toBeGreaterThan(80)
    expect(asked.filter((key) => !english.has(key))).toEqual([])
  })

  it('count as Arabic counts', () => {
    i18n.global.locale.value = 'ar'
    const said = [0, 1, 2, 3, 11, 100].map((count) => i18n.global.t('segments.members', count))
    expect(said).toEqual(['لا أعضاء', 'عضو', 'عضوان', 'أعضاء', 'عضوًا', 'عضو'])
  })
})
