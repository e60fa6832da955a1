suppressMessages(library(TMB))
folder <- tempdir(); file.copy("TEMPLATE", file.path(folder, "laplace.cpp")); old <- setwd(folder)
invisible(capture.output(compile("laplace.cpp"))); dyn.load(dynlib("laplace")); setwd(old)
d <- read.csv(commandArgs(TRUE)[1]); x <- as.matrix(d[, grep("^x", names(d))])
data <- list(x = x, y = as.integer(d$y), who = as.integer(factor(d$who)) - 1L)
start <- list(beta = rep(0, ncol(x)), first = -1, loggap = rep(0, max(d$y) - 1), logsd = 0, u = rep(0, max(data$who) + 1))
t <- system.time({
  o <- MakeADFun(data, start, random = "u", DLL = "laplace", silent = TRUE)
  m <- nlminb(o$par, o$fn, o$gr, control = list(iter.max = 500, eval.max = 1000)); s <- sdreport(o)
})[["elapsed"]]
cat(t, -m$objective, sep = " ")
