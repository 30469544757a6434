import { describe, expect, it } from 'vitest'

import { branchesOf, type Definition, nodeOf, targetOf } from '@/features/journeys/definition'
import { addNode, connect, copyNode, disconnect, emptyDefinition, mayConnect, moveNodes, removeNodes, renameNode, replaceNode } from '@/features/journeys/draft'
import { useHistory } from '@/features/journeys/history'
import { laidOut, NODE_HEIGHT, placesOf } from '@/features/journeys/layout'

function aJourney(): Definition {
  return emptyDefinition('journey', 'Welcome', 'marketing')
}

function aFork(): Definition {
  const { definition } = addNode(aJourney(), 'CONDITION', { after: 'start' })
  return connect(definition, 'condition', 'else', 'end')
}

describe('a node that is added', () => {
  it('stands in the way that led on', () => {
    const { definition, id } = addNode(aJourney(), 'WAIT', { after: 'start' })
    expect([targetOf(definition, 'start', 'next'), targetOf(definition, id, 'next')]).toEqual([id, 'end'])
  })

  it('takes the branch that is still free', () => {
    const { definition } = addNode(aJourney(), 'CONDITION', { after: 'start' })
    const { definition: next, id } = addNode(definition, 'ACTION', { after: 'condition', actionKind: 'AWARD_POINTS' })
    expect(targetOf(next, 'condition', 'else')).toBe(id)
    expect(id).toBe('award-points')
  })

  it('has an id of its own, and leaves the old definition as it was', () => {
    const first = addNode(aJourney(), 'WAIT')
    const second = addNode(first.definition, 'WAIT')
    expect([first.id, second.id]).toEqual(['wait', 'wait-2'])
    expect(nodeOf(first.definition, 'wait-2')).toBeNull()
  })
})

describe('edges', () => {
  it('never lead into a start, from an end, or along a branch that is not there', () => {
    const fork = aFork()
    expect(mayConnect(fork, 'condition', 'yes', 'start')).toBe(false)
    expect(mayConnect(fork, 'end', 'next', 'condition')).toBe(false)
    expect(mayConnect(fork, 'condition', 'maybe', 'end')).toBe(false)
    expect(connect(fork, 'condition', 'maybe', 'end')).toBe(fork)
  })

  it('replace the one that left by the same branch', () => {
    const { definition } = addNode(aFork(), 'END')
    const led = connect(definition, 'condition', 'else', 'end-2')
    expect(led.edges.filter((edge) => edge.from === 'condition' && edge.branch === 'else')).toEqual([{ from: 'condition', branch: 'else', to: 'end-2' }])
    expect(targetOf(disconnect(led, 'condition', 'else'), 'condition', 'else')).toBeNull()
  })

  it('are joined again where a node with one way on is taken out', () => {
    const { definition } = addNode(aJourney(), 'WAIT', { after: 'start' })
    expect(removeNodes(definition, ['wait']).edges).toEqual([{ from: 'start', to: 'end' }])
  })

  it('are not invented where a fork is taken out', () => {
    const { definition } = addNode(aFork(), 'END')
    const fork = connect(definition, 'condition', 'yes', 'end-2')
    expect(removeNodes(fork, ['condition']).edges).toEqual([])
  })
})

describe('a changed node', () => {
  it('keeps the edge of a branch that has another name', () => {
    const fork = connect(aFork(), 'condition', 'yes', 'end')
    const node = nodeOf(fork, 'condition')!
    const renamed = replaceNode(fork, { ...node, branches: [{ branch: 'rich', rule: true }] } as typeof node)
    expect(targetOf(renamed, 'condition', 'rich')).toBe('end')
  })

  it('loses the edges of branches that it no longer has', () => {
    const { definition } = addNode(aJourney(), 'WAIT', { after: 'start' })
    const listening = replaceNode(definition, { id: 'wait', type: 'WAIT', wait: { kind: 'EVENT', event_type: 'points.spent', timeout: { days: 3 } } })
    expect(listening.edges.some((edge) => edge.from === 'wait')).toBe(false)
    expect(branchesOf(nodeOf(listening, 'wait')!).needed).toEqual(['arrived', 'timeout'])
  })

  it('is called by its new id wherever it was named, unless that is taken', () => {
    const { definition } = addNode(aJourney(), 'WAIT', { after: 'start' })
    expect(targetOf(renameNode(definition, 'wait', 'a-day'), 'start', 'next')).toBe('a-day')
    expect(renameNode(definition, 'wait', 'end')).toBe(definition)
    expect(renameNode(definition, 'wait', 'A day')).toBe(definition)
  })
})

it('copies a node without its edges, and no start', () => {
  expect(copyNode(aFork(), 'condition')?.id).toBe('condition-2')
  expect(copyNode(aFork(), 'start')).toBeNull()
})

describe('places', () => {
  it('put what follows beneath what leads to it', () => {
    const places = laidOut(aFork())
    expect(places['condition']!.y).toBeGreaterThanOrEqual(places['start']!.y + NODE_HEIGHT)
    expect(places['end']!.y).toBeGreaterThan(places['condition']!.y)
  })

  it('stand in the order in which the ways leave, whatever the order of the nodes', () => {
    for (const ids of [['yes', 'no'], ['no', 'yes']]) {
      const fork: Definition = {
        ...aJourney(),
        nodes: [
          { id: 'start', type: 'START', trigger: { kind: 'EVENT', event_type: 'points.earned' } },
          { id: 'fork', type: 'CONDITION', branches: [{ branch: 'rich', rule: true }] },
          ...ids.map((id) => ({ id, type: 'WAIT' as const, wait: { kind: 'DURATION' as const, duration: { days: 1 } } })),
          ...ids.map((id) => ({ id: `${id}-end`, type: 'END' as const })),
        ],
        edges: [
          { from: 'start', to: 'fork' },
          { from: 'fork', branch: 'rich', to: 'yes' },
          { from: 'fork', branch: 'else', to: 'no' },
          { from: 'yes', to: 'yes-end' },
          { from: 'no', to: 'no-end' },
        ],
      } as Definition
      const places = laidOut(fork)
      expect(places['yes']!.x).toBeLessThan(places['no']!.x)
      expect(places['yes-end']!.x).toBeLessThan(places['no-end']!.x)
    }
  })

  it('stay where somebody put them', () => {
    const moved = moveNodes(aJourney(), { start: { x: 10.4, y: 20 }, end: { x: 10, y: 300 } })
    const { definition } = addNode(moved, 'WAIT', { after: 'start' })
    const places = placesOf(definition)
    expect(places['start']).toEqual({ x: 10, y: 20 })
    expect(places['wait']!.y).toBeGreaterThan(20)
  })
})

describe('history', () => {
  it('goes back and forth, and takes what is typed into one field as one step', () => {
    const history = useHistory('a')
    history.commit('b')
    history.commit('b1', 'name')
    history.commit('b12', 'name')
    history.undo()
    expect(history.present.value).toBe('b')
    history.redo()
    expect(history.present.value).toBe('b12')
    history.undo()
    history.commit('c')
    expect(history.canRedo.value).toBe(false)
  })
})
