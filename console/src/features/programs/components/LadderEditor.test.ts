import { expect, it } from 'vitest'

import LadderEditor from '@/features/programs/components/LadderEditor.vue'
import type { Rung } from '@/features/programs/ladder'
import { show } from '@tests/support/screen'

const LADDER: Rung[] = [['BASE', 0], ['SILVER', 50_000], ['GOLD', 150_000]].map(([code, threshold]) => ({ code: String(code), nameEn: String(code), nameAr: '', threshold: Number(threshold), multiplierPercent: 100, pricePercent: 100 }))

async function drawn(more: { isReadonly?: boolean; ladder?: Rung[] } = {}) {
  const moves = [{ from_tier_code: 'SILVER', to_tier_code: 'GOLD', member_count: 412 }]
  const { page } = await show(LadderEditor, { props: { ladder: more.ladder ?? LADDER, unit: 100, shown: (minor: number) => `$${minor / 100}`, thresholdLabel: 'From', moves, isReadonly: more.isReadonly ?? false } })
  const editor = page.findComponent(LadderEditor)
  const thresholds = () => (editor.emitted<[Rung[]]>('change')?.at(-1)?.[0] ?? []).map((rung) => rung.threshold)
  return { page, editor, thresholds, handles: page.findAll('[role=slider]') }
}

it('has a handle for each rung but the lowest, which says where it stands and how far it may go', async () => {
  const { handles } = await drawn()
  expect(handles.map((handle) => [handle.attributes('aria-label'), handle.attributes('aria-valuetext'), handle.attributes('aria-valuemin')])).toEqual([
    ['Threshold of SILVER', '$500', '100'],
    ['Threshold of GOLD', '$1500', '50100'],
  ])
})

it('moves a rung by keys: arrows by a step, pages by ten, home and end as far as the neighbours let it', async () => {
  const { handles, thresholds } = await drawn()
  const steps: [string, number][] = [['ArrowRight', 51_000], ['ArrowDown', 49_000], ['PageUp', 60_000], ['Home', 100], ['End', 149_900]]
  for (const [key, wanted] of steps) {
    await handles[0]!.trigger('keydown', { key })
    expect([key, thresholds()]).toEqual([key, [0, wanted, 150_000]])
  }
})

it('follows the pointer while it is held, and no longer', async () => {
  const { page, handles, editor, thresholds } = await drawn()
  const handle = handles[0]!
  const track = page.find('.track').element
  track.getBoundingClientRect = () => ({ left: 100, width: 400 }) as DOMRect
  ;(handle.element as HTMLElement).setPointerCapture = () => undefined
  await handle.trigger('pointermove', { clientX: 300 })
  expect(editor.emitted('change')).toBeUndefined()
  await handle.trigger('pointerdown', { pointerId: 1, clientX: 320 })
  await handle.trigger('pointermove', { clientX: 300 })
  // Half the track is a quarter of its end, 200,000: the root gives the low rungs room. It stood there already, so it moves on a little.
  await handle.trigger('pointermove', { clientX: 320 })
  expect(thresholds()).toEqual([0, 61_000, 150_000])
  await handle.trigger('pointerup')
  await handle.trigger('pointermove', { clientX: 480 })
  expect(thresholds()).toEqual([0, 61_000, 150_000])
})

it('says beside each rung who would come and go', async () => {
  const { page } = await drawn()
  const words = page.findAll('.rung').map((rung) => rung.find('.head').text())
  expect(words[0]).toContain('412 arrive')
  expect(words[1]).toContain('412 leave')
})

it('names the rung that does not rise, and draws no track over a broken ladder', async () => {
  const { page, handles } = await drawn({ ladder: [LADDER[0]!, LADDER[2]!, LADDER[1]!] })
  expect(handles).toHaveLength(0)
  expect(page.text()).toContain('Must be more than $1500.')
})

it('moves nothing where it is only to be read', async () => {
  const { handles, editor, page } = await drawn({ isReadonly: true })
  await handles[0]!.trigger('keydown', { key: 'ArrowRight' })
  expect([editor.emitted('change'), page.findAll('button:not([role=slider])').length]).toEqual([undefined, 0])
})
