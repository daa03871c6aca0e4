// Draws a chart without a browser, to test what is seen and not only what was asked for.

import { init, type ChartOption } from '../charts/echarts';

export function drawn(option: ChartOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 300 });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
