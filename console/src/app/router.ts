// The routes of all features, and who may enter. Pages are fetched when they are first visited.
import { createRouter, createWebHistory, type Router } from 'vue-router'

import { useSession } from '@/api/session'
import { navigation } from '@/app/navigation'
import { routes as members } from '@/features/members'
import { routes as segments } from '@/features/segments'
import { routes as session } from '@/features/session'

/** The console's router. Needs an active pinia. */
export function createConsoleRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
      { path: '/', name: 'home', meta: { titleKey: 'app.name' }, redirect: () => ({ name: firstAllowed() }) },
      ...session,
      ...segments,
      ...members,
      { path: '/:rest(.*)*', name: 'lost', meta: { titleKey: 'lost.title' }, component: () => import('@/app/pages/LostPage.vue') },
    ],
  })
  router.beforeEach((to) => {
    const { isSignedIn } = useSession()
    if (to.name === 'sign-in' && isSignedIn) return { name: 'home' }
    if (!to.meta.isPublic && !isSignedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
    return true
  })
  return router
}

function firstAllowed(): string {
  const session = useSession()
  return navigation.find((item) => session.may(item.permission))?.routeName ?? navigation[0]?.routeName ?? 'lost'
}
