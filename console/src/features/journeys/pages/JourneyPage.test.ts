import { type DOMWrapper, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { addNode, emptyDefinition } from '@/features/journeys/draft'
import JourneyPage from '@/features/journeys/pages/JourneyPage.vue'
import { theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const PATH = '/v1/journeys/welcome'
const READS = ['programs.read', 'journeys.read']
const ALL = [...READS, 'journeys.write']
const STORED = addNode(emptyDefinition('journey', 'Welcome', 'marketing'), 'WAIT', { after: 'start' }).definition

function aVersion(version: number) {
  return { version, definition: STORED, actor: 'ann', recorded_at: '2017-10-31T10:00:00Z' }
}

function anApi(parts: Record<string, unknown> = {}): FakeApi {
  const journey = { code: 'welcome', name: STORED.name, owner: 'marketing', status: 'ACTIVE', live_version: 2, draft_version: null, definition: STORED, ...parts }
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives(PATH, journey)
    .gives(`${PATH}/versions`, { items: [aVersion(2), aVersion(1)] })
    .gives(`${PATH}/moves`, { items: [] })
    .gives(`${PATH}/counts`, { items: [{ version: 2, node_id: 'wait', entered_count: 7, inside_count: 3, branches: { next: 4 } }] })
    .gives('/v1/examine/journey', { problems: [], unavailable: [], is_publishable: true })
}

const open: VueWrapper[] = []

async function opened(permissions: readonly string[] = ALL) {
  const screen = await show(JourneyPage, { at: '/journeys/welcome', props: { journeyCode: 'welcome' }, permissions })
  open.push(screen.page)
  return screen
}

function button(page: VueWrapper, text: string): DOMWrapper<Element> {
  return page.findAll('button').find((one) => one.text() === text)!
}

function ids(page: VueWrapper): string[] {
  return page.findAll('.vue-flow__node').map((one) => one.attributes('data-id') ?? '')
}

async function press(key: string, more: KeyboardEventInit = { ctrlKey: true }): Promise<void> {
  document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await flushPromises()
}

// A page that stays would hear the keys of the next test.
function closeAll(): void {
  for (const page of open.splice(0)) page.unmount()
}

afterEach(closeAll)
beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

it('shows how the journey stands, and who is where', async () => {
  anApi()
  const { page } = await opened()
  expect(page.find('h1').text()).toBe('Welcome')
  expect(page.find('header').text()).toContain('Version 2 · 3 inside')
  expect(page.findAll('.vue-flow__node').find((one) => one.attributes('data-id') === 'wait')!.text()).toContain('7 came')
})

it('adds a piece after the start, takes it back and does it again by the keys', async () => {
  anApi()
  const { page } = await opened()
  expect(ids(page)).toEqual(['start', 'end', 'wait'])
  await button(page, 'Branch').trigger('click')
  await flushPromises()
  expect(ids(page)).toContain('condition')
  expect(page.find('header').text()).toContain('Not saved yet')
  await press('z')
  expect(ids(page)).toEqual(['start', 'end', 'wait'])
  expect(page.find('header').text()).not.toContain('Not saved yet')
  await press('y')
  expect(ids(page)).toContain('condition')
  await press('z', { metaKey: true })
  await press('z', { ctrlKey: true, shiftKey: true })
  expect(ids(page)).toContain('condition')
  await press('d')
  expect(ids(page)).toContain('condition-2')
})

it('saves the draft over the version that it grew from, and says why it was refused while the draft stays', async () => {
  const api = anApi()
  const { page } = await opened()
  await button(page, 'Branch').trigger('click')
  api.refuses(`PUT ${PATH}`, 409, 'JOURNEY_VERSION_CONFLICT', { version: 3 })
  await button(page, 'Save').trigger('click')
  await flushPromises()
  expect(api.asked.find((one) => one.method === 'PUT')?.body).toMatchObject({ expected_version: 2 })
  expect(page.text()).toContain('JOURNEY_VERSION_CONFLICT')
  expect(ids(page)).toContain('condition')
})

it('previews what publishing does before it is done, and does nothing until then', async () => {
  const api = anApi({ draft_version: 3 })
  api.gives(`${PATH}/publish`, { code: 'welcome', status: 'ACTIVE', moved_count: 0, inside: [], would_apply: true })
  const { page } = await opened()
  await button(page, 'Publish…').trigger('click')
  await flushPromises()
  const asked = api.asked.filter((one) => one.path === `${PATH}/publish`)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.every((one) => one.query['dry_run'] === true)).toBe(true)
})

it('asks what pausing does before it pauses', async () => {
  const api = anApi()
  api.gives(`${PATH}/pause`, { code: 'welcome', status: 'PAUSED', moved_count: 0, inside: [], would_apply: true })
  const { page } = await opened()
  await button(page, 'Pause').trigger('click')
  await flushPromises()
  expect(api.asked.filter((one) => one.path === `${PATH}/pause`).map((one) => one.query['dry_run'])).toEqual([true])
  expect(document.body.textContent).toContain('Pause Welcome?')
})

it('lets somebody who may only look change nothing', async () => {
  const api = anApi()
  const { page } = await opened(READS)
  expect(page.find('.palette').exists()).toBe(false)
  expect(['Pause', 'Save', 'Publish…'].filter((text) => button(page, text) !== undefined)).toEqual([])
  await press('d')
  expect(ids(page)).toEqual(['start', 'end', 'wait'])
  expect(api.asked.some((one) => one.method === 'PUT')).toBe(false)
})

it('takes up what was being drawn after a reload, and says when somebody else has saved meanwhile', async () => {
  const api = anApi()
  const before = await opened()
  await button(before.page, 'Branch').trigger('click')
  await flushPromises()
  closeAll()
  api.gives(`${PATH}/versions`, { items: [{ ...aVersion(3), actor: 'ben' }, aVersion(2), aVersion(1)] })
  const { page } = await opened()
  expect(ids(page)).toContain('condition')
  expect(page.find('.overtaken').text()).toContain('ben saved another version')
  await button(page, 'Take theirs').trigger('click')
  await flushPromises()
  expect(ids(page)).toEqual(['start', 'end', 'wait'])
})
