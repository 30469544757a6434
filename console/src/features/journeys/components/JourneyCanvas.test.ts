import { flushPromises } from '@vue/test-utils'
import { VueFlow } from '@vue-flow/core'
import { expect, it } from 'vitest'

import JourneyCanvas from '@/features/journeys/components/JourneyCanvas.vue'
import type { NodeData } from '@/features/journeys/components/JourneyNodeCard.vue'
import { type Definition } from '@/features/journeys/definition'
import { addNode, connect, emptyDefinition } from '@/features/journeys/draft'
import { placesOf } from '@/features/journeys/layout'
import { branchViews } from '@/features/journeys/view'
import { show } from '@tests/support/screen'

function aFork(): Definition {
  const { definition } = addNode(emptyDefinition('journey', 'Welcome', 'marketing'), 'CONDITION', { after: 'start' })
  return connect(definition, 'condition', 'yes', 'end')
}

async function drawn(definition: Definition, more: { isLocked?: boolean; faulty?: string; selectedId?: string } = {}) {
  const nodes = Object.fromEntries(
    definition.nodes.map((node) => [
      node.id,
      { node, title: node.id, words: `does ${node.id}`, branches: branchViews(definition, node), problemCount: node.id === more.faulty ? 2 : 0, isUnavailable: false, count: { entered: 7, inside: 3, branches: {} }, mark: null } satisfies NodeData,
    ]),
  )
  const { page } = await show(JourneyCanvas, { props: { definition, places: placesOf(definition), nodes, selectedId: more.selectedId ?? null, isLocked: more.isLocked ?? false, label: 'Canvas' } })
  await flushPromises()
  return { page, flow: page.findComponent(VueFlow), canvas: page.findComponent(JourneyCanvas) }
}

it('draws every node with its words, its counts and what is wrong with it', async () => {
  const { page } = await drawn(aFork(), { faulty: 'condition' })
  const cards = page.findAll('.vue-flow__node')
  expect(cards).toHaveLength(3)
  const fork = cards.find((card) => card.text().includes('condition'))!
  expect(fork.text()).toContain('does condition')
  expect(fork.text()).toContain('7 came')
  expect(fork.text()).toContain('3 here')
  expect(fork.find('.fault').text()).toBe('2')
  expect(fork.attributes('aria-label')).toContain('2 problems')
})

it('names each way of a fork, and marks the one that leads nowhere', async () => {
  const { page } = await drawn(aFork())
  const labels = page.findAll('.branch')
  expect(labels.map((label) => label.text().split(' ·')[0])).toEqual(['yes', 'otherwise'])
  expect(labels.map((label) => label.classes('open'))).toEqual([false, true])
})

it('tells which way of which node was led where, and refuses ways that cannot be', async () => {
  const { flow, canvas } = await drawn(aFork())
  flow.vm.$emit('connect', { source: 'condition', sourceHandle: 'else', target: 'end', targetHandle: 'in' })
  expect(canvas.emitted('connect')).toEqual([['condition', 'else', 'end']])
  const isValid = flow.props('isValidConnection') as (connection: object) => boolean
  expect(isValid({ source: 'condition', sourceHandle: 'else', target: 'end', targetHandle: 'in' })).toBe(true)
  expect(isValid({ source: 'condition', sourceHandle: 'else', target: 'start', targetHandle: 'in' })).toBe(false)
})

it('tells where nodes were drawn to, in one word for all of them', async () => {
  const { flow, canvas } = await drawn(aFork())
  flow.vm.$emit('node-drag-stop', { nodes: [{ id: 'end', position: { x: 8, y: 16 } }] })
  expect(canvas.emitted('move')).toEqual([[{ end: { x: 8, y: 16 } }]])
})

it('removes a chosen way by key, and nothing where it is locked', async () => {
  const open = await drawn(aFork())
  open.flow.vm.$emit('edge-click', { edge: { id: 'condition/yes', source: 'condition' } })
  await open.page.get('.canvas').trigger('keydown', { key: 'Delete' })
  expect(open.canvas.emitted('disconnect')).toEqual([['condition', 'yes']])
  open.page.unmount()

  const locked = await drawn(aFork(), { isLocked: true })
  locked.flow.vm.$emit('edge-click', { edge: { id: 'condition/yes', source: 'condition' } })
  await locked.page.get('.canvas').trigger('keydown', { key: 'Delete' })
  expect(locked.canvas.emitted('disconnect')).toBeUndefined()
})

it('tells which piece was dropped', async () => {
  const { page, canvas } = await drawn(aFork())
  await page.get('.canvas').trigger('drop', { dataTransfer: { getData: () => 'WAIT' }, clientX: 300, clientY: 200 })
  expect((canvas.emitted('drop')?.[0]?.[0] as { word: string }).word).toBe('WAIT')
})
