# The picture of README.md, out of the figures in docs/scaling.csv:
#   gnuplot docs/scaling.gp
set datafile separator ','
set terminal svg size 720,380 font 'sans-serif,13' background '#ffffff'
set output 'docs/scaling.svg'
set title 'f32 products n×n×n cut by rows (pm2), two devices against one'
set xlabel 'n'
set ylabel 'speedup'
set logscale x 2
set xrange [56:4700]
set yrange [0:2.3]
set key bottom right
set grid
plot 'docs/scaling.csv' using 1:2:3:4 skip 1 with yerrorlines lw 2 pt 7 ps 0.6 title 'two cores, cpu:2', \
  '' using 1:5:6:7 skip 1 with yerrorlines lw 2 pt 5 ps 0.6 title 'two PoCL sub-devices, opencl:0/2', \
  2 with lines dashtype 2 lc rgb '#888888' title 'twice one device', \
  1 with lines dashtype 3 lc rgb '#888888' title 'one device'
