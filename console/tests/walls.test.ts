// The walls between the rooms are held by eslint; this test holds eslint to it.
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint()

async function broken(file: string, source: string): Promise<boolean> {
  const [result] = await eslint.lintText(`import { x } from '${source}'\n\nx()\n`, { filePath: file })
  return result!.messages.some((message) => message.ruleId === 'no-restricted-imports')
}

describe('the walls', () => {
  it.each([
    ['src/features/members/queries.ts', '@/features/segments/queries'],
    ['src/features/members/queries.ts', '@/app/router'],
    ['src/features/segments/view.ts', './rule'],
    ['src/lib/format.ts', '@/api/client'],
    ['src/api/client.ts', '@/ui/shown'],
    ['src/ui/shown.ts', '@/features/members'],
  ])('forbid %s to import %s', async (file, source) => {
    expect(await broken(file, source)).toBe(true)
  })

  it.each([
    ['src/features/members/queries.ts', '@/features/members/view'],
    ['src/features/members/queries.ts', '@/ui/shown'],
    ['src/app/router.ts', '@/features/members'],
    ['src/ui/shown.ts', '@/api/problem'],
  ])('let %s import %s', async (file, source) => {
    expect(await broken(file, source)).toBe(false)
  })
})
