# An ordered logit with participant intercepts by TMB's Laplace approximation:
# Rscript laplace.R ROWS.csv LAPLACE.cpp [default]. Compiling is not timed: as TMB's manual advises for speed (the newer
# framework, full optimisation, no bounds checks), or as compile() does it by default.
# Prints "fit", seconds (standard errors included) and log-likelihood.
suppressMessages(library(TMB)); argument <- commandArgs(TRUE)
folder <- tempdir(); invisible(file.copy(argument[2], file.path(folder, "laplace.cpp"))); old <- setwd(folder)
fast <- list(framework = "TMBad", flags = "-O3 -march=native", safebounds = FALSE)
settings <- if (length(argument) > 2) list() else fast
invisible(capture.output(do.call(compile, c("laplace.cpp", settings))))
dyn.load(dynlib("laplace")); setwd(old)
d <- read.csv(argument[1]); x <- as.matrix(d[, grep("^x", names(d))])
data <- list(x = x, y = as.integer(d$y), who = as.integer(factor(d$who)) - 1L)
start <- list(beta = rep(0, ncol(x)), first = -1, loggap = rep(0, max(d$y) - 1), logsd = 0, u = rep(0, max(data$who) + 1))
t <- system.time({
  o <- MakeADFun(data, start, random = "u", DLL = "laplace", silent = TRUE)
  m <- nlminb(o$par, o$fn, o$gr, control = list(iter.max = 500, eval.max = 1000)); s <- sdreport(o)
})[["elapsed"]]
cat(sprintf("fit %.3f %.6f\n", t, -m$objective))
