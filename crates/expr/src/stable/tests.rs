use super::*;

#[test]
fn try_them() {
    for text in [
        "log(1+exp(x))",
        "1/(1+exp(-x))",
        "x*tanh(log(1+exp(x)))",
        "(exp(x)-exp(-x))/(exp(x)+exp(-x))",
        "x/2*(1+erf(x/sqrt(2)))",
        "-log(1+exp(-x))",
        "sqrt(x^2+1)-1",
        "log(cosh(x))",
        "x/(1+abs(x))",
        "(x+sqrt(x^2+4))/2",
        "x-tanh(x)",
        "x*sigmoid(x)",
        "exp(-exp(-x))",
        "x/sqrt(1+x^2)",
        "1-exp(-x)",
        "atan(sinh(x))",
        "log(x+sqrt(x^2+1))",
        "0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
        "sqrt(x^2+1)-sqrt(x^2)",
        "1-cos(x)",
        "exp(x)-1",
        "if(x>0,x,exp(x)-1)",
    ] {
        let f = Expr::parse(text).unwrap();
        let mut exact = f.clone();
        let mut short = f.short();
        for order in 0..3 {
            let start = std::time::Instant::now();
            if order > 0 {
                exact = short.derivative("x").unwrap();
                short = exact.short();
            }
            let points = Points::of(&exact);
            let t0 = start.elapsed();
            let s = search::search(&short).unwrap();
            let t1 = start.elapsed();
            let _ = extract::best(&s.0, s.1, &points);
            let t2 = start.elapsed();
            let stable = short.stable_from(&exact);
            println!(
                "{order} {exact}\n    {short}\n    {} [{:?} {} nodes, {} points, {t0:?} {t1:?} {t2:?}]",
                stable.expr,
                stable.stop,
                s.0.total_size(),
                points.xs().len()
            );
            for loss in &stable.losses {
                println!("       lost {:.1} bits in {:e}..{:e}", loss.bits, loss.from, loss.to);
            }
        }
    }
}

#[test]
fn disagreements() {
    for text in [
        "1/cosh(x) - x/cosh(x)/cosh(x)*sinh(x)",
        "(softplus(x) + x*sigmoid(x))/(x + 1.16*exp(-x)) - x*softplus(x)/(x + 1.16*exp(-x))/(x + 1.16*exp(-x))*(1 - 1.16*exp(-x))",
    ] {
        let typed = Expr::parse(text).unwrap();
        let short = typed.short();
        let points = Points::of(&typed);
        let reference = errors(&typed, &points);
        let (classes, root, _) = search::search(&short).unwrap();
        let found = raised(&extract::best(&classes, root, &points).unwrap()).unwrap();
        println!("short {short}\nfound {found}");
        for ((x, a), b) in points.xs().iter().zip(&reference).zip(errors(&found, &points)) {
            if !agree(&[*a], &[b]) {
                println!("  {x:e}: {a:?} {b:?}");
            }
        }
    }
}
