use nonlin_expr::{Algebra,Rational}; use super::{Interval,Grade};
fn w(v:f64,up:bool)->f64{let mut v=v; for _ in 0..4 { v= if up {v.next_up()} else {v.next_down()} } v}
fn mono(a:&Interval,f:impl Fn(f64)->f64,lo:f64,hi:f64)->Interval{ if a.is_empty(){return *a;} let e=|x:f64,up:bool|{let y=f(x); if x==0.0 && (y==0.0||y==1.0||y==0.5){y} else if y.is_infinite() {if up{ if y<0.0 {f64::MIN} else {y}}else{ if y>0.0 && x.is_finite() {f64::MAX} else {y}}} else {w(y,up)}.clamp(lo,hi)}; Interval::new(e(a.lo,false),e(a.hi,true)).at_most(a.grade)}
const I:f64=f64::INFINITY;
fn cmp(a:&Interval,b:&Interval,yes:bool,no:bool)->Interval{ if yes {Interval::ONE} else if no {Interval::ZERO} else {Interval::new(0.,1.).at_most(Grade::Defined)}.at_most(a.grade.min(b.grade))}
#[rustfmt::skip]
impl Algebra for Interval { fn number(v:&Rational)->Self{let f=v.to_f64(); let r=v.residual(f); if r==0.0{Self::point(f)}else if r>0.0{Self::new(f,f.next_up())}else{Self::new(f.next_down(),f)}}
 fn pi()->Self{Self::new(std::f64::consts::PI,std::f64::consts::PI.next_up())} fn e()->Self{Self::new(std::f64::consts::E.next_down(),std::f64::consts::E.next_up())}
fn neg(a:&Self)->Self{Interval::neg(*a)} fn add(a:&Self,b:&Self)->Self{Interval::add(*a,*b)} fn sub(a:&Self,b:&Self)->Self{Interval::sub(*a,*b)} fn mul(a:&Self,b:&Self)->Self{Interval::mul(*a,*b)} fn div(a:&Self,b:&Self)->Self{Interval::div(*a,*b)}
fn pow(a:&Self,b:&Self)->Self{ if b.is_point()&&b.lo.fract()==0.0&&b.lo.abs()<100.{ let n=b.lo.abs() as u32; let mut r=Self::ONE; if n%2==0 { for _ in 0..n/2 {r=r.mul(a.square())} } else { for _ in 0..n/2 {r=r.mul(a.square())} r=r.mul(*a)} if b.lo<0.{Self::ONE.div(r)}else{r} } else if a.lo>0.0 {Self::exp(&Self::log(a).mul(*b))} else if a.lo>=0.0 && b.lo>0.0 { Self::new(0.0,Self::exp(&Self::log(&Self::point(a.hi)).mul(*b)).hi) } else {Self::ENTIRE.at_most(Grade::Unknown)} }
fn exp(a:&Self)->Self{mono(a,libm::exp,0.,I)} fn expm1(a:&Self)->Self{mono(a,libm::expm1,-1.,I)}
fn log(a:&Self)->Self{ if a.hi<=0.{return Self::EMPTY} let g=if a.lo>0.{a.grade}else{Grade::Unknown}; let lo=if a.lo<=0.{-I}else{w(libm::log(a.lo),false)}; Self::new(if a.lo==1.0{0.0}else{lo},if a.hi==I{I}else if a.hi==1.0{0.0}else{w(libm::log(a.hi),true)}).at_most(g)}
fn log1p(a:&Self)->Self{ if a.lo> -1.0{mono(a,libm::log1p,-I,I)}else{Self::ENTIRE.at_most(Grade::Unknown)}}
fn sqrt(a:&Self)->Self{ if a.hi<0.{return Self::EMPTY} Self::new(super::round::sqrt_down(a.lo.max(0.)),super::round::sqrt_up(a.hi)).at_most(if a.lo>=0.{a.grade}else{Grade::Unknown})}
fn hypot(a:&Self,b:&Self)->Self{Self::sqrt(&a.square().add(b.square()))}
fn abs(a:&Self)->Self{Self::new(a.mignitude(),a.magnitude()).at_most(a.grade)}
fn sign(a:&Self)->Self{ if a.lo>0.{Self::ONE}else if a.hi<0.{Self::ONE.neg()} else if a.is_zero(){Self::ZERO}else{Self::new(if a.lo<0.{-1.}else{0.},if a.hi>0.{1.}else{0.}).at_most(Grade::Defined)}}
fn floor(a:&Self)->Self{let r=Self::new(a.lo.floor(),a.hi.floor()); r.at_most(if r.is_point(){a.grade}else{Grade::Defined})}
fn min(a:&Self,b:&Self)->Self{Self::new(a.lo.min(b.lo),a.hi.min(b.hi)).at_most(a.grade.min(b.grade))} fn max(a:&Self,b:&Self)->Self{Self::new(a.lo.max(b.lo),a.hi.max(b.hi)).at_most(a.grade.min(b.grade))}
fn clamp(a:&Self,b:&Self,c:&Self)->Self{Self::min(&Self::max(a,b),c)}
fn sin(a:&Self)->Self{ if a.width()>1e-3||a.magnitude()>1e4{return Self::new(-1.,1.).at_most(a.grade)} let m=a.middle(); let v=libm::sin(m); let r=a.width(); Self::new((w(v,false)-r).max(-1.),(w(v,true)+r).min(1.)).at_most(a.grade)}
fn cos(a:&Self)->Self{ if a.width()>1e-3||a.magnitude()>1e4{return Self::new(-1.,1.).at_most(a.grade)} let m=a.middle(); let v=libm::cos(m); let r=a.width(); Self::new((w(v,false)-r).max(-1.),(w(v,true)+r).min(1.)).at_most(a.grade)}
fn tan(a:&Self)->Self{Self::sin(a).div(Self::cos(a))} fn atan(a:&Self)->Self{mono(a,libm::atan,-1.58,1.58)} fn sinh(a:&Self)->Self{mono(a,libm::sinh,-I,I)}
fn cosh(a:&Self)->Self{let m=Self::new(a.mignitude(),a.magnitude()).at_most(a.grade); mono(&m,libm::cosh,1.,I)} fn tanh(a:&Self)->Self{mono(a,libm::tanh,-1.,1.)} fn asinh(a:&Self)->Self{mono(a,libm::asinh,-I,I)} fn erf(a:&Self)->Self{mono(a,libm::erf,-1.,1.)}
fn erfc(a:&Self)->Self{mono(&a.neg(),|x|libm::erfc(-x),0.,2.)} fn sigmoid(a:&Self)->Self{mono(a,|x|<f64 as Algebra>::sigmoid(&x),0.,1.)} fn softplus(a:&Self)->Self{mono(a,|x|<f64 as Algebra>::softplus(&x),0.,I)}
fn less(a:&Self,b:&Self)->Self{cmp(a,b,a.hi<b.lo,a.lo>=b.hi)} fn less_eq(a:&Self,b:&Self)->Self{cmp(a,b,a.hi<=b.lo,a.lo>b.hi)} fn greater(a:&Self,b:&Self)->Self{Self::less(b,a)} fn greater_eq(a:&Self,b:&Self)->Self{Self::less_eq(b,a)}
fn equal(a:&Self,b:&Self)->Self{cmp(a,b,a.is_point()&&b.is_point()&&a.lo==b.lo,a.hi<b.lo||b.hi<a.lo)} fn not_equal(a:&Self,b:&Self)->Self{Self::ONE.sub(Self::equal(a,b)).at_most(Self::equal(a,b).grade)}
fn if_(a:&Self,b:&Self,c:&Self)->Self{ if a.is_zero(){*c}else if a.lo>0.{*b}else{b.hull(*c).at_most(Grade::Defined)}} }
