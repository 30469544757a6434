// Shows the HTML that it is told. The page's policy lets nothing in it run or reach anywhere; this script is the only one.
addEventListener('message', (event) => {
  if (event.source !== parent || typeof event.data?.html !== 'string') return
  const told = new DOMParser().parseFromString(event.data.html, 'text/html')
  document.body.replaceChildren(...document.adoptNode(told.head).querySelectorAll('style'), ...document.adoptNode(told.body).childNodes)
  parent.postMessage({ height: document.documentElement.scrollHeight }, '*')
})
