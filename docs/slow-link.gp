# The picture of docs/collectives.md, out of the figures in docs/slow-link.csv:
#   gnuplot docs/slow-link.gp
set datafile separator ','
set terminal svg size 720,420 font 'sans-serif,13' background '#ffffff'
set output 'docs/slow-link.svg'
set title 'All-reduce of f32 over 4 hosts with links of 1 Gbit/s'
set xlabel 'bytes per rank'
set ylabel 'busbw, GB/s'
set logscale x 2
set logscale y 10
set format x '%.0b%B'
set key top left
set grid
plot 'docs/slow-link.csv' using 1:2 skip 1 with linespoints lw 2 title 'ring', \
  '' using 1:3 skip 1 with linespoints lw 2 title 'rabenseifner', \
  '' using 1:4 skip 1 with linespoints lw 2 title 'recursive-doubling', \
  '' using 1:5 skip 1 with linespoints lw 2 title "Open MPI's choice", \
  0.125 with lines dashtype 2 lc rgb '#888888' title 'link'
